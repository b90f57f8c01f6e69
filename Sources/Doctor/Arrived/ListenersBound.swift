package import Troubleshooting

/// Whether the node has a socket at every address, transport and port of its configuration.
package enum ListenersBound: Examination {
    package static let code = "listeners_bound"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The node listens where it should"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil, !facts.listening.sockets.isEmpty else { return nil }
        let missing = facts.listening.sockets.filter { !$0.isOwn }
        let bound = facts.listening.sockets.filter(\.isOwn).map(\.description)
        guard let first = missing.first else {
            return .passed("It listens on \(bound.joined(separator: ", ")).")
        }
        return .failed(
            missing.map { "It does not listen on \($0)." },
            remedy: "See that this machine has the address (ip address) and that the file has"
                + " the \(first.option) that is meant, and start the node again:"
                + " \(facts.place.command("serve"))")
    }
}
