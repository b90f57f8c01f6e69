package import Troubleshooting

/// Whether the way to a registered phone is still there.
package enum PhoneReachable: Examination {
    package static let code = "phone_reachable"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "The phone can be reached"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let holder = facts.number?.holder.value ?? nil else { return nil }
        let current = holder.phones.filter { $0.expires > facts.at }
        guard !current.isEmpty else { return nil }
        let gone = current.filter { !$0.isReachable }
        guard let first = gone.first else {
            return .passed("No connection to it is known to be gone.")
        }
        let evidence = gone.map {
            "The \($0.transport) connection from \($0.source), over which \($0.contact)"
                + " registered, is gone."
        }
        guard gone.count == current.count else {
            return .warning(
                evidence, remedy: "The other phones ring; let this one register again.")
        }
        return .failed(
            evidence,
            remedy: "Let the phone register again; if the connection goes away while it is on, set"
                + " a shorter keep-alive than the"
                + " \(first.transport == "TCP" ? "router's or firewall's" : "router's") patience.")
    }
}
