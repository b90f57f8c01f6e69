package import Troubleshooting

/// Whether a trunk dialled a domain that is not ours.
///
/// A name that leads here is one that the operator forgot to call this node by; any other is a
/// mistake at the provider.
package enum DomainsRefused: Examination {
    package static let code = "domains_refused"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "Trunks dial a domain of ours"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil, case .known(let refused) = facts.refused else {
            return nil
        }
        let peers = refused.peers(for: "foreign_domain")
        guard let first = peers.first else {
            return .passed("No request for a foreign domain was refused in the last day.")
        }
        let hosts = peers.flatMap(\.asked).compactMap { AskedFor($0)?.host }.firstOfEach
        let evidence =
            peers.flatMap { $0.sentences(at: facts.at) }
            + hosts.compactMap { host in
                refused.leadHere[host].map {
                    $0 ? "\(host) leads to this node, which is not called so."
                        : "\(host) does not lead to this node."
                }
            }
        guard let host = hosts.first else {
            return .failed(evidence, remedy: first.remedy.asSentence)
        }
        let file = "\(facts.place.configurationDirectory)/shared_config"
        if refused.leadHere[host] == true {
            return .failed(
                evidence,
                remedy: "Let the node know that name: alias_list=\(host) in \(file) (with a comma"
                    + " after what stands there).")
        }
        let own = facts.domains.first?.name ?? "your home_domain"
        return .failed(
            evidence,
            remedy: "At the provider, set the number's URI to sip:NUMBER@\(own) in place of"
                + " \(host); if \(host) is yours too: additional_home_domains=\(host) in \(file).")
    }
}
