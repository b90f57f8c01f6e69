import SIPTransports
package import Troubleshooting

/// Whether a provider who dials NUMBER@DOMAIN arrives here: NAPTR, SRV, A and AAAA as RFC 3263 has
/// them.
package enum DomainLeadsHere: Examination {
    package static let code = "domain_leads_here"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The domain leads to this node"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard !facts.domains.isEmpty else { return nil }
        let evidence = facts.domains.flatMap(sentences)
        guard let wrong = facts.domains.first(where: { !$0.leadsHere }) else {
            return .passed(evidence)
        }
        let remedy = remedy(wrong, port: wrong.own.first?.endpoint.port ?? 5060)
        // A provider that was told the address does without the name.
        if let seen = facts.arrivals.fromTrunks.first {
            return .warning(
                evidence + [
                    "Calls arrive all the same: \(seen.trunk ?? seen.source) sent one to"
                        + " \(seen.called)."
                ], remedy: remedy)
        }
        return .failed(evidence, remedy: remedy)
    }

    private static func sentences(_ domain: DomainFacts) -> [String] {
        var sentences = domain.answers.map { "\($0.question.shown): \($0.answer.shown)." }
        switch domain.outcome {
        case .found(let targets, _):
            let dialled = targets.prefix(4).map(\.shown).joined(separator: ", then ")
            let others = targets.count > 4 ? " and \(targets.count - 4) more" : ""
            sentences.append("For \(domain.name) a provider dials \(dialled)\(others).")
        case .nothing:
            sentences.append("For \(domain.name) a provider finds nothing to dial.")
        case .unavailable:
            sentences.append("The name servers do not say what to dial for \(domain.name).")
        }
        if !domain.leadsHere {
            let own = domain.own.map(\.shown).joined(separator: ", ")
            sentences.append("This node is \(own).")
        }
        return sentences
    }

    private static func remedy(_ domain: DomainFacts, port: UInt16) -> String {
        let addresses = domain.own.map(\.endpoint.address).firstOfEach
        let direct = addresses.first.map { $0.hostText } ?? "ADDRESS"
        let suffix = port == 5060 ? "" : ":\(port)"
        let byAddress = "have the provider dial NUMBER@\(direct)\(suffix)"
        guard !domain.isAddress else {
            return "Set home_domain to a name or to an address of this node, or \(byAddress)."
        }
        let kind = addresses.first?.isV4 == false ? "AAAA" : "A"
        switch domain.outcome {
        case .found, .nothing:
            let record =
                port == 5060
                ? "\(domain.name). \(kind) \(addresses.first.map { "\($0)" } ?? "ADDRESS")"
                : "_sip._udp.\(domain.name). SRV 0 0 \(port) HOST"
            return "Let the DNS say: \(record); or \(byAddress)."
        case .unavailable:
            return "Mend the name servers of \(domain.name) (dig +trace \(domain.name)) or those"
                + " of /etc/resolv.conf; until then \(byAddress)."
        }
    }
}

extension DomainFacts {
    /// A caller takes one of the servers, so all of them have to be this node.
    var leadsHere: Bool {
        switch outcome {
        case .found(let targets, _): targets.allSatisfy(own.contains)
        case .nothing, .unavailable: false
        }
    }

    /// Nil where the name servers did not say.
    package var leadsHereIfKnown: Bool? { outcome == .unavailable ? nil : leadsHere }

    /// True where no DNS was needed.
    var isAddress: Bool { answers.isEmpty && outcome != .unavailable }
}

extension Array where Element: Hashable {
    /// Each value once, where it stands first.
    var firstOfEach: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
