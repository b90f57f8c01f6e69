package import Troubleshooting

/// Whether what stands in the files is what the node goes by.
package enum ConfigurationInForce: Examination {
    package static let code = "configuration_in_force"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "What stands in the files is in force"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        let configuration = facts.configuration
        guard configuration.isUsable || facts.node.running != nil else { return nil }
        if let first = configuration.mistakes.first {
            let effect =
                facts.node.running == nil
                ? "A node that starts leaves these out."
                : "The node keeps its settings from before until the files are in order."
            return .failed(
                configuration.mistakes.map { "\($0.place): \($0.what)." } + [effect],
                remedy: "\(first.place): \(first.remedy)")
        }
        guard configuration.waitingOptions.isEmpty else {
            let names = configuration.waitingOptions.joined(separator: ", ")
            return .warning(
                "Changed, and waiting for the next start: \(names).",
                remedy: "Start the node again: \(facts.place.command("serve"))")
        }
        return .passed("No file has a mistake, and no option waits for the next start.")
    }
}
