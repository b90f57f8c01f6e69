import Determinism
import SIPTestKit
import SIPTransports
import Testing

/// Phones and trunks over TCP: the connection of the registration is the flow of the call.
struct ConnectionTests {
    static let phone = Peer("203.0.113.5:40000", over: .tcp, connection: 1)

    private static func bench(contact: String = "<sip:me@203.0.113.5:5060;transport=tcp>")
        -> EngineBench
    {
        let bench = EngineBench()
        bench.register(Cast.number, at: phone, contact: contact)
        bench.forgetSent()
        return bench
    }

    @Test func `A call goes over the connection that the phone registered over`() {
        let bench = Self.bench()
        let sent = bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.last?.flow == Self.phone.flow(in: EngineBench.listeners))
        #expect(bench.opened.isEmpty)
    }

    @Test func `Once that connection is closed a new one is opened to the contact`() throws {
        let bench = Self.bench()
        bench.receive(.flowClosed(Self.phone.flow(in: EngineBench.listeners)))
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        let flow = try #require(bench.opened.first)
        #expect(flow.remote.description == "203.0.113.5:5060")
        #expect(flow.connection.isMultiple(of: 2) && flow.connection > 0)
        #expect(sent.first?.flow == flow)
        bench.deliver(.message(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk)
        #expect(bench.opened.count == 1, "the connection is used again")
    }

    @Test func `When the contact cannot be reached the call is 480, at once`() throws {
        let bench = Self.bench()
        bench.receive(.flowClosed(Self.phone.flow(in: EngineBench.listeners)))
        bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        let opened = try #require(bench.opened.first)
        #expect(bench.receive(.flowClosed(opened)).statuses == [480])
    }

    @Test func `A connection that closes while the phone rings ends the call at once`() {
        let bench = Self.bench()
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(
            bench.receive(.flowClosed(Self.phone.flow(in: EngineBench.listeners))).statuses == [480]
        )
        #expect(bench.load.clientTransactions == 0)
    }

    @Test func `After a restart the phone's old connection is not used`() {
        let bench = Self.bench()
        bench.restart()
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.opened.count == 1)
        #expect(sent.first?.flow.connection != 1)
    }

    @Test func `A phone that comes back over a new connection is called over that`() {
        let bench = Self.bench()
        bench.receive(.flowClosed(Self.phone.flow(in: EngineBench.listeners)))
        let again = Peer("203.0.113.5:40002", over: .tcp, connection: 3)
        bench.register(
            Cast.number, at: again, contact: "<sip:me@203.0.113.5:5060;transport=tcp>", id: "again")
        #expect(bench.store[Cast.number]?.bindings.count == 1)
        let sent = bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.first?.flow.connection == 3)
    }

    @Test func `In a call the caller's request goes over the phone's connection`() throws {
        let bench = Self.bench()
        var call = try #require(bench.establishCall(to: Self.phone))
        let sent = bench.deliver(call.caller.request("BYE"), from: Cast.trunk)
        #expect(sent.last?.flow.connection == 1)
    }

    @Test func `In a call the phone's request goes over the trunk's connection`() throws {
        let bench = Self.bench()
        let trunk = Peer("192.0.2.10:41000", over: .tcp, connection: 5)
        var invite = RequestText.invite(Cast.uri, from: trunk)
        invite["Contact"] = "<sip:caller@192.0.2.10:5060;transport=tcp>"
        var call = try #require(bench.establishCall(from: trunk, to: Self.phone, invite: invite))
        let sent = bench.deliver(call.callee.request("BYE"), from: Self.phone)
        #expect(sent.first?.flow.connection == 5)
        #expect(bench.opened.isEmpty)
    }

    @Test func `When the trunk's connection is gone one is opened to its contact`() throws {
        let bench = Self.bench()
        let trunk = Peer("192.0.2.10:41000", over: .tcp, connection: 5)
        var invite = RequestText.invite(Cast.uri, from: trunk)
        invite["Contact"] = "<sip:caller@192.0.2.10:5060;transport=tcp>"
        var call = try #require(bench.establishCall(from: trunk, to: Self.phone, invite: invite))
        bench.receive(.flowClosed(trunk.flow(in: EngineBench.listeners)))
        bench.deliver(call.callee.request("BYE"), from: Self.phone)
        #expect(bench.opened.map(\.remote.description) == ["192.0.2.10:5060"])
    }

    @Test func `Responses go back over the connection that the request came by`() {
        let bench = Self.bench()
        let trunk = Peer("192.0.2.10:41000", over: .tcp, connection: 5)
        let invite = RequestText.invite(Cast.uri, from: trunk)
        #expect(bench.deliver(invite, from: trunk).first?.flow.connection == 5)
    }

    @Test func `What came as a datagram without Content-Length goes on over a connection with it`()
        throws
    {
        let bench = Self.bench()
        let text = RequestText.message(Cast.uri, from: Cast.trunk, body: "Hello").text
            .split(separator: "\r\n", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("Content-Length") }.joined(separator: "\r\n")
        let message = try #require(bench.deliver(text, from: Cast.trunk).request("MESSAGE"))
        #expect(message["Content-Length"] == "5")
        #expect(message.body == "Hello")
    }

    @Test func `So does a response`() throws {
        let bench = EngineBench.withPhone()
        let trunk = Peer("192.0.2.10:41000", over: .tcp, connection: 5)
        let request = RequestText.message(Cast.uri, from: trunk)
        let message = try #require(bench.deliver(request, from: trunk).request("MESSAGE"))
        let answer = ResponseText(200, to: message).text
            .replacing("Content-Length: 0\r\n", with: "")
        #expect(bench.deliver(answer, from: Cast.phone).response(200)?["Content-Length"] == "0")
    }

    @Test func `In a call a phone that reconnected is reached over its new connection`() throws {
        let bench = Self.bench(contact: "<sip:me@203.0.113.5:40000;transport=tcp>")
        var call = try #require(bench.establishCall(to: Self.phone))
        bench.receive(.flowClosed(Self.phone.flow(in: EngineBench.listeners)))
        let again = Peer("203.0.113.5:40002", over: .tcp, connection: 3)
        let contact = "<sip:me@203.0.113.5:40000;transport=tcp>"
        bench.register(Cast.number, at: again, contact: contact, id: "again")
        let sent = bench.deliver(call.caller.request("BYE"), from: Cast.trunk)
        #expect(sent.last?.flow.connection == 3)
    }

    @Test func `In a call after a restart a connection is opened to the phone's contact`() throws {
        let bench = Self.bench()
        var call = try #require(bench.establishCall(to: Self.phone))
        bench.restart()
        let sent = bench.deliver(call.caller.request("BYE"), from: Cast.trunk)
        #expect(bench.opened.map(\.remote) == [Self.phone.endpoint])
        #expect(sent.last?.flow == bench.opened.first)
    }

    @Test func `What a closed connection still owed is not sent, and the tables come to rest`() {
        let bench = Self.bench()
        let trunk = Peer("192.0.2.10:41000", over: .tcp, connection: 5)
        bench.deliver(.invite(Cast.uri, from: trunk), from: trunk)
        bench.receive(.flowClosed(trunk.flow(in: EngineBench.listeners)))
        bench.pass(.seconds(400))
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.load.clientTransactions == 0)
    }
}
