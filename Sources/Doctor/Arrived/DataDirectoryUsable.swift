package import Troubleshooting

/// Whether a node can start on the data directory; a running one has done so.
package enum DataDirectoryUsable: Examination {
    package static let code = "data_directory_usable"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The data directory can be used"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node == .notRunning, case .known(let store) = facts.machine.store else {
            return nil
        }
        switch store {
        case .answered:
            return .passed("\(facts.place.dataDirectory) holds a data file that can be read.")
        case .failed(let what, let remedy): return .failed("\(what).", remedy: remedy.asSentence)
        }
    }
}
