import Determinism
import IMSEngine
import NetworkAddresses
import SIPTestKit
import SIPTransports
import Testing

/// Whether a trunk is there, asked by an OPTIONS of the node's own.
struct ProbeTests {
    private let target = ServerTarget(transport: .udp, endpoint: SocketEndpoint("192.0.2.10:5060"))

    @Test func `An OPTIONS leaves from the node's own listener, with nothing missing`() throws {
        let bench = EngineBench()
        let sent = try #require(bench.receive(.probe(target)).first)
        #expect(sent.message.startLine == "OPTIONS sip:192.0.2.10:5060 SIP/2.0")
        #expect(sent.flow.local == SocketEndpoint("10.1.0.1:5060"))
        #expect(sent.flow.remote == target.endpoint && sent.flow.transport == .udp)
        for name in ["Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Contact"] {
            #expect(sent.message[name] != nil, "\(name)")
        }
        #expect(bench.probes.isEmpty)
    }

    @Test(arguments: [200, 404, 503, 603] as [Int])
    func `Its final answer is told with the time it took, and goes to nobody`(status: Int) throws {
        let bench = EngineBench()
        let sent = try #require(bench.receive(.probe(target)).first)
        bench.pass(.milliseconds(120))
        #expect(bench.deliver(ResponseText(100, to: sent.message), from: Cast.trunk).isEmpty)
        #expect(bench.probes.isEmpty)
        #expect(bench.deliver(ResponseText(status, to: sent.message), from: Cast.trunk).isEmpty)
        #expect(bench.probes == [Told(status: UInt16(status), duration: .milliseconds(120))])
    }

    @Test func `A repeated answer is told once, and nothing is left behind`() throws {
        let bench = EngineBench()
        let sent = try #require(bench.receive(.probe(target)).first)
        let answer = ResponseText(200, to: sent.message)
        bench.deliver(answer, from: Cast.trunk)
        bench.deliver(answer, from: Cast.trunk)
        #expect(bench.probes.count == 1)
        bench.pass(.seconds(6))
        #expect(bench.load.clientTransactions == 0)
    }

    @Test func `A silent peer is asked again and again, and given up after 32 seconds`() {
        let bench = EngineBench()
        bench.receive(.probe(target))
        #expect(bench.pass(.milliseconds(31_900)).requests.count == 10)
        #expect(bench.probes.isEmpty)
        #expect(bench.pass(.milliseconds(200)).isEmpty)
        #expect(bench.probes == [Told(status: nil, duration: .seconds(32))])
        #expect(bench.load.clientTransactions == 0)
    }

    @Test func `Another's answer is not taken`() throws {
        let bench = EngineBench()
        let sent = try #require(bench.receive(.probe(target)).first)
        bench.deliver(ResponseText(200, to: sent.message), from: Cast.stranger)
        #expect(bench.probes.isEmpty)
    }

    @Test func `A connection that cannot be made is an answer at once`() throws {
        let bench = EngineBench()
        bench.receive(
            .probe(
                ServerTarget(transport: .tcp, endpoint: SocketEndpoint("192.0.2.10:5060"))))
        let flow = try #require(bench.opened.first)
        #expect(bench.sent.first?.message.startLine == "OPTIONS sip:192.0.2.10:5060;transport=tcp SIP/2.0")
        bench.receive(.flowClosed(flow))
        #expect(bench.probes.map(\.status) == [nil])
    }

    @Test func `A peer with an IPv6 address is asked from the listener of that family`() throws {
        let bench = EngineBench()
        let endpoint = SocketEndpoint("[2001:db8:7::1]:5060")
        let sent = try #require(
            bench.receive(.probe(ServerTarget(transport: .udp, endpoint: endpoint))).first)
        #expect(sent.message.startLine == "OPTIONS sip:[2001:db8:7::1]:5060 SIP/2.0")
        #expect(sent.flow.local == SocketEndpoint("[2001:db8::1]:5060"))
    }
}

/// What a probe came to.
private struct Told: Equatable {
    var status: UInt16?
    var duration: Interval
}

extension EngineBench {
    fileprivate var probes: [Told] {
        events.compactMap {
            guard case .probed(let outcome) = $0 else { return nil }
            return Told(status: outcome.status, duration: outcome.duration)
        }
    }
}
