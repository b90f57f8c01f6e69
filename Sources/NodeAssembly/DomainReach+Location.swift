import NetworkAddresses
package import Provisioning
package import SIPTransports

extension DomainReach {
    /// Judges what the DNS says of a domain (RFC 3263 4).
    ///
    /// A caller takes one of the servers, so all of them have to be this node.
    /// - Parameter own: where this node is reached; never empty.
    package init(of domain: String, _ outcome: LocationOutcome, own: [ServerTarget]) {
        let here = "this node is \(Self.list(own))"
        let remedy =
            "Have the provider call this node's address, or point the records of \(domain) here."
        switch outcome {
        case .found(let targets, _):
            let strange = targets.filter { !own.contains($0) }
            if strange.isEmpty {
                self = .leadsHere
            } else if strange.count < targets.count {
                self = .leadsElsewhere(
                    reason: "\(domain) leads here, but to \(Self.list(strange)) as well, and"
                        + " \(here). \(remedy)")
            } else {
                self = .leadsElsewhere(
                    reason: "\(domain) leads to \(Self.list(strange)), and \(here). \(remedy)")
            }
        case .nothing:
            self = .leadsElsewhere(
                reason: "The DNS has no NAPTR, SRV, A or AAAA record that leads anywhere from"
                    + " \(domain), and \(here). \(remedy)")
        case .unavailable:
            self = .leadsElsewhere(
                reason: "The name servers did not say where \(domain) leads, and \(here). Ask again"
                    + " later; until then the address is the safe choice.")
        }
    }

    /// `192.0.2.1:5060 (UDP, TCP)`, several with commas, four at most.
    private static func list(_ targets: [ServerTarget]) -> String {
        var endpoints: [SocketEndpoint] = []
        for target in targets where !endpoints.contains(target.endpoint) {
            endpoints.append(target.endpoint)
        }
        let shown = endpoints.prefix(4).map { endpoint in
            let transports = TransportProtocol.allCases.filter { transport in
                targets.contains { $0.endpoint == endpoint && $0.transport == transport }
            }
            return "\(endpoint) (\(transports.map { "\($0.viaName)" }.joined(separator: ", ")))"
        }
        return shown.joined(separator: ", ") + (endpoints.count > 4 ? " and others" : "")
    }
}
