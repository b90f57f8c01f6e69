package import Troubleshooting

/// Whether a node that is to start would get its ports.
package enum PortsFree: Examination {
    package static let code = "ports_free"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The ports are free for a node"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node == .notRunning, !facts.listening.sockets.isEmpty else { return nil }
        let taken = facts.listening.sockets.filter { !$0.others.isEmpty }
        guard let first = taken.first else {
            let all = facts.listening.sockets.map(\.description).joined(separator: ", ")
            return .passed("Nobody listens on \(all).")
        }
        return .failed(
            taken.map { "\($0) is held by \($0.others.named)." },
            remedy: "\(first.others.howToStop) or choose another port with \(first.option)"
                + " in local_config; then: \(facts.place.command("serve"))")
    }
}

extension [SocketHolder] {
    /// All of them, with commas.
    var named: String { map(\.description).joined(separator: ", ") }

    /// What to type for the first one: `Stop kamailio (kill 4711)`.
    var howToStop: String {
        guard let pid = first?.pid else { return "Stop that process (sudo ss -lntup names it)" }
        return "Stop \(first?.name ?? "that process") (kill \(pid))"
    }
}
