package import Troubleshooting

/// Whether the addresses that others are told answer SIP, tried with an OPTIONS over each
/// transport.
///
/// An address that only a router in front has may be out of reach from inside alone; then nothing
/// is proven either way.
package enum AdvertisedAddressReachable: Examination {
    package static let code = "advertised_address_reachable"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The advertised addresses answer"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        let reaches = facts.listening.reaches
        guard facts.node.running != nil, !reaches.isEmpty else { return nil }
        let evidence = reaches.map(sentence)
        if let failed = reaches.first(where: \.isFailure) {
            return .failed(evidence, remedy: remedy(failed))
        }
        guard let open = reaches.first(where: { !$0.isAnswered }) else { return .passed(evidence) }
        return Finding(
            verdict: .unknown,
            evidence: evidence
                + ["Only a router in front has that address, and it may not lead back inside."],
            remedy: "Try it from outside: sipsak -s sip:\(open.endpoint)"
                + (open.transport == "TCP" ? " -E tcp" : "")
                + "; if nobody answers, let the router forward \(open.transport) port"
                + " \(open.endpoint.port) to this machine.")
    }

    private static func sentence(_ reach: Reach) -> String {
        let place = "\(reach.transport) \(reach.endpoint)"
        switch reach.outcome {
        case .answered(let status, let milliseconds):
            return "\(place) answered OPTIONS with \(status) after \(milliseconds) ms."
        case .refused: return "\(place) refused: nobody listens there."
        case .silent(let seconds): return "\(place) did not answer within \(seconds) s."
        case .failed(let words): return "\(place) could not be tried: \(words)."
        }
    }

    private static func remedy(_ reach: Reach) -> String {
        let port = "\(reach.transport) port \(reach.endpoint.port)"
        switch reach.outcome {
        case .refused:
            return reach.isOnThisMachine
                ? "Set public_ip in local_config to an address where the node listens, or local_ip"
                    + " to \(reach.endpoint.address)."
                : "Let \(reach.endpoint.address) forward \(port) to this machine, or correct"
                    + " public_ip in local_config."
        case .answered, .silent, .failed:
            return "Let the firewall of this machine pass \(port) (sudo nft list ruleset), or"
                + " correct public_ip in local_config."
        }
    }
}

extension Reach {
    fileprivate var isAnswered: Bool {
        switch outcome {
        case .answered: true
        case .refused, .silent, .failed: false
        }
    }

    fileprivate var isFailure: Bool {
        switch outcome {
        case .answered: false
        case .refused: true
        case .silent, .failed: isOnThisMachine
        }
    }
}
