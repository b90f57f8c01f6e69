package import Troubleshooting

/// Whether the node reads the files that the operator edits.
///
/// A second node was started on the same data, or the command was given other directories.
package enum NodeConfigurationSame: Examination {
    package static let code = "node_configuration_same"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The node reads these configuration files"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let node = facts.node.running else { return nil }
        let asked = facts.place.configurationDirectory
        guard node.configurationDirectory != asked else {
            return .passed("It reads \(asked).")
        }
        return .failed(
            "The node on \(facts.place.dataDirectory) (pid \(node.pid)) reads"
                + " \(node.configurationDirectory), not \(asked).",
            remedy: "Ask with --config \(node.configurationDirectory), or give the node of \(asked)"
                + " a data directory of its own: clearwater serve --config \(asked) --data DIR")
    }
}
