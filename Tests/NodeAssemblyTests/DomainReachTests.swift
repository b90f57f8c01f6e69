import NetworkAddresses
import NodeAssembly
import Provisioning
import SIPTransports
import Testing

@Suite struct DomainReachTests {
    private static func target(
        _ address: String, _ port: UInt16 = 5060, _ transport: TransportProtocol = .udp
    ) -> ServerTarget {
        ServerTarget(transport: transport, endpoint: SocketEndpoint(IPAddress(address)!, port))
    }

    private static let own = [target("192.0.2.1"), target("192.0.2.1", 5060, .tcp)]

    private func reach(_ outcome: LocationOutcome) -> DomainReach {
        DomainReach(of: "example.com", outcome, own: Self.own)
    }

    @Test func `A domain whose servers are this node leads here`() {
        #expect(reach(.found(Self.own, ttl: 60)) == .leadsHere)
        #expect(reach(.found([Self.own[1]], ttl: 60)) == .leadsHere)
    }

    @Test(arguments: [
        ([target("192.0.2.9")], "leads to 192.0.2.9:5060 (UDP), and"),
        ([target("192.0.2.1", 5070)], "leads to 192.0.2.1:5070 (UDP), and"),
        ([target("2001:db8::1", 5060, .tcp)], "leads to [2001:db8::1]:5060 (TCP), and"),
        (own + [target("192.0.2.9")], "leads here, but to 192.0.2.9:5060 (UDP) as well"),
    ])
    func `A domain with another server leads elsewhere, and the reason says where to`(
        targets: [ServerTarget], what: String
    ) throws {
        guard case .leadsElsewhere(let reason) = reach(.found(targets, ttl: 60)) else {
            Issue.record("leads here")
            return
        }
        #expect(reason.contains("example.com " + what), "\(reason)")
        #expect(reason.contains("this node is 192.0.2.1:5060 (UDP, TCP)"), "\(reason)")
    }

    @Test func `A domain that the DNS does not know, and one that nobody answered for, differ`() {
        guard case .leadsElsewhere(let unknown) = reach(.nothing),
            case .leadsElsewhere(let silent) = reach(.unavailable)
        else {
            Issue.record("leads here")
            return
        }
        #expect(unknown.contains("no NAPTR, SRV, A or AAAA record"))
        #expect(silent.contains("did not say"))
    }
}
