package import Troubleshooting

/// Whether the node may open as many files and connections as it needs.
package enum DescriptorsLeft: Examination {
    package static let code = "descriptors_left"
    package static let part = DoctorCheck.Part.machine
    package static let title = "File descriptors are left"

    /// Each phone on TCP takes one.
    private static let fewest = 1024

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil else { return nil }
        let remedy =
            "Raise the limit and start the node again: ulimit -n 65536, or LimitNOFILE=65536 of"
            + " its service."
        switch facts.machine.descriptors {
        case .unknown(let why): return .unknown("They could not be counted: \(why).")
        case .known(let descriptors):
            let evidence = "\(descriptors.used) of \(descriptors.limit) are in use."
            if descriptors.used * 10 >= descriptors.limit * 9 {
                return .failed(evidence, remedy: remedy)
            }
            guard descriptors.limit >= fewest else {
                return .warning(
                    evidence, "A phone on TCP takes one each.", remedy: remedy)
            }
            return .passed(evidence)
        }
    }
}
