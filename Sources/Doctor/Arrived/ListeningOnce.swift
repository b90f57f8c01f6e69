package import Troubleshooting

/// Whether somebody else takes packets of the node's ports.
package enum ListeningOnce: Examination {
    package static let code = "listening_once"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "Nothing else listens there"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil, !facts.listening.sockets.isEmpty else { return nil }
        let shared = facts.listening.sockets.filter { !$0.others.isEmpty }
        guard let first = shared.first else {
            return .passed("No other process has a socket at these addresses and ports.")
        }
        return .failed(
            shared.map {
                "\($0) is also a socket of \($0.others.named): each gets a part of what arrives."
            },
            remedy: "\(first.others.howToStop).")
    }
}
