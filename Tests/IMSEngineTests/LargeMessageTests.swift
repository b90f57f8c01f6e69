import Determinism
import SIPTestKit
import SIPTransports
import Testing

/// Requests that are too large for a datagram. RFC 3261 18.1.1.
struct LargeMessageTests {
    private static let large = String(repeating: "x", count: 2000)

    @Test func `A request of up to 1300 bytes stays on UDP`() throws {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(
            .message(Cast.uri, from: Cast.trunk, body: String(repeating: "x", count: 600)),
            from: Cast.trunk)
        let request = try #require(sent.first)
        #expect(request.size <= 1300)
        #expect(request.flow.transport == .udp)
        #expect(bench.opened.isEmpty)
    }

    @Test func `A larger one opens a connection to a phone that can be reached`() throws {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(
            .message(Cast.uri, from: Cast.trunk, body: Self.large), from: Cast.trunk)
        let request = try #require(sent.first)
        #expect(sent.count == 1)
        #expect(request.flow.transport == .tcp)
        #expect(request.flow.remote == Cast.phone.endpoint)
        #expect(request.message.topVia.hasPrefix("SIP/2.0/TCP "))
        #expect(bench.opened == [request.flow])
        #expect(request.message.body == Self.large)
        let phone = Peer(Cast.phone.text, over: .tcp, connection: request.flow.connection)
        #expect(
            bench.deliver(ResponseText(200, to: request.message), from: phone).statuses == [200])
    }

    @Test func `When that connection fails it goes as a datagram after all`() throws {
        let bench = EngineBench.withPhone()
        let first = try #require(
            bench.deliver(.message(Cast.uri, from: Cast.trunk, body: Self.large), from: Cast.trunk)
                .first)
        let sent = bench.receive(.flowClosed(first.flow))
        let second = try #require(sent.first)
        #expect(sent.count == 1)
        #expect(second.flow.transport == .udp)
        #expect(second.message.topVia.hasPrefix("SIP/2.0/UDP "))
        #expect(second.message.branch != first.message.branch)
        #expect(second.message.all("Via").count == first.message.all("Via").count)
        #expect(
            bench.deliver(ResponseText(200, to: second.message), from: Cast.phone).statuses == [200]
        )
    }

    @Test func `To a phone behind a NAT it goes over its flow, for no connection could be opened`()
        throws
    {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone, contact: "<sip:me@192.168.1.20:5060>")
        let sent = bench.deliver(
            .message(Cast.uri, from: Cast.trunk, body: Self.large), from: Cast.trunk)
        #expect(sent.first?.flow.transport == .udp)
        #expect(bench.opened.isEmpty)
    }

    @Test func `A large request from a trunk over TCP reaches a phone over TCP`() {
        let bench = EngineBench()
        let phone = Peer("203.0.113.5:40000", over: .tcp, connection: 1)
        let trunk = Peer("192.0.2.10:40001", over: .tcp, connection: 3)
        bench.register(Cast.number, at: phone)
        let sent = bench.deliver(
            .message(Cast.uri, from: trunk, body: String(repeating: "x", count: 30_000)),
            from: trunk)
        #expect(sent.first?.flow.connection == 1)
        #expect(sent.first?.message.body.utf8.count == 30_000)
    }
}
