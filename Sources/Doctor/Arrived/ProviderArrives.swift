package import Troubleshooting

/// Whether a provider's packet has been seen; `--wait` watches for one.
package enum ProviderArrives: Examination {
    package static let code = "provider_arrives"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "A provider's packets arrive"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil else { return nil }
        if let watch = facts.arrivals.watch { return watched(watch, facts) }
        guard let last = facts.arrivals.fromTrunks.first else {
            return .unknown(
                "Nothing of a trunk is remembered since the start.",
                remedy: "Place a call to your number and watch: "
                    + facts.place.command("doctor --wait 60"))
        }
        return .passed("The last one: \(sentence(last)).")
    }

    private static func watched(_ watch: ArrivalWatch, _ facts: DoctorFacts) -> Finding {
        guard watch.seen.isEmpty else {
            return .passed(watch.seen.prefix(5).map { "Seen: \(sentence($0))." })
        }
        guard watch.isTraced || watch.messages == 0 else {
            return .unknown(
                "Within \(watch.seconds) s \(Wording.counted(Int(watch.messages), "message"))"
                    + " arrived, and the trace is off, so what they were is not known.",
                remedy: "Set decision_trace=Y in"
                    + " \(facts.place.configurationDirectory)/shared_config, and watch again.")
        }
        let others =
            watch.messages == 0
            ? "Nothing at all arrived within \(watch.seconds) s."
            : "Within \(watch.seconds) s \(Wording.counted(Int(watch.messages), "message"))"
                + " arrived, none of them a call or a message from outside."
        let targets = facts.domains.first.flatMap { domain -> String? in
            guard domain.leadsHere, case .found(let targets, _) = domain.outcome else { return nil }
            return targets.first?.shown
        }
        let places = facts.listening.sockets.filter { $0.option == "sip_port" }
        let firewall = places.map(\.description).joined(separator: ", ")
        if let targets {
            return .failed(
                others, "The domain leads here (\(targets)), so the name is not the reason.",
                "That leaves a firewall or security group in front of \(firewall), or a wrong URI"
                    + " at the provider.",
                remedy: "Open \(firewall) to the provider's addresses, and compare its URI with"
                    + " sip:NUMBER@\(facts.domains[0].name).")
        }
        return .failed(
            others,
            "That leaves the DNS (the domain does not lead here), a firewall or security group in"
                + " front of \(firewall), or a wrong URI at the provider.",
            remedy: "Have the provider dial this node's address, open \(firewall), and watch again:"
                + " \(facts.place.command("doctor --wait \(watch.seconds)"))")
    }

    /// `INVITE to 15551000000 over UDP from 192.0.2.10:5060 (voxbone), answered 403`.
    private static func sentence(_ call: CallSummary) -> String {
        let who = call.trunk.map { " (\($0))" } ?? ", which is no trunk"
        let answer =
            call.status.map { status in
                ", answered \(status)" + (call.reason.map { " for \($0)" } ?? "")
            } ?? ", without a final answer yet"
        return "\(call.method) to \(call.called) over \(call.transport) from"
            + " \(call.source)\(who)\(answer)"
    }
}
