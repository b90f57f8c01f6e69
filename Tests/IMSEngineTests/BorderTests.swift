import Determinism
import IMSEngine
import SIPTestKit
import Testing

/// Who is let in, who is not, and in which order that is asked.
struct BorderTests {
    @Test(arguments: ["INVITE", "MESSAGE", "SUBSCRIBE", "PUBLISH", "INFO", "FOO"])
    func `A stranger's request is refused with 403 and nothing is kept`(method: String) {
        let bench = EngineBench.withPhone()
        let held = bench.load
        let sent = bench.deliver(.make(method, Cast.uri, from: Cast.stranger), from: Cast.stranger)
        #expect(sent.statuses == [403])
        #expect(sent.requests.isEmpty)
        #expect(bench.load == held)
    }

    @Test func `A refusal is reported with its source, method, called user and reason`() throws {
        let bench = EngineBench.withPhone()
        bench.deliver(.invite(Cast.uri, from: Cast.stranger), from: Cast.stranger)
        let refusal = try #require(bench.refusals.first)
        #expect(bench.refusals.count == 1)
        #expect(refusal.source.remote == Cast.stranger.endpoint)
        #expect(refusal.methodText == "INVITE")
        #expect(refusal.requestURI == Cast.uri)
        #expect(refusal.status == 403)
        #expect(refusal.reason == .untrustedSource)
    }

    @Test func `A stranger's ACK is dropped without a word`() {
        let bench = EngineBench.withPhone()
        let ack = RequestText.make("ACK", Cast.uri, from: Cast.stranger)
        #expect(bench.deliver(ack, from: Cast.stranger).isEmpty)
        let inDialog = ack.with("To", "<\(Cast.uri)>;tag=x")
        #expect(bench.deliver(inDialog, from: Cast.stranger).isEmpty)
    }

    @Test(arguments: [
        "192.0.2.10:5060", "192.0.2.10:61000", "198.51.100.1:5060", "198.51.100.254:1024",
    ])
    func `A trunk is known by its address, from whatever port`(source: String) {
        let bench = EngineBench.withPhone()
        let peer = Peer(source)
        #expect(bench.deliver(.message(Cast.uri, from: peer), from: peer).requests.count == 1)
    }

    @Test func `A trunk is known by its address, over whatever transport`() {
        let bench = EngineBench.withPhone()
        let peer = Peer("192.0.2.10:33000", over: .tcp, connection: 1)
        #expect(bench.deliver(.message(Cast.uri, from: peer), from: peer).requests.count == 1)
    }

    @Test func `An IPv6 trunk is known by its network`() {
        let bench = EngineBench.withPhone()
        let peer = Peer("[2001:db8:7:1::9]:5060")
        #expect(bench.deliver(.message(Cast.uri, from: peer), from: peer).requests.count == 1)
        let other = Peer("[2001:db8:8::9]:5060")
        #expect(
            bench.deliver(.message(Cast.uri, from: other, id: "2"), from: other).statuses == [403])
    }

    @Test func `An IPv4-mapped source equals its IPv4`() {
        let bench = EngineBench.withPhone()
        let peer = Peer("[::ffff:192.0.2.10]:5060")
        #expect(bench.deliver(.message(Cast.uri, from: peer), from: peer).requests.count == 1)
    }

    @Test func `Trust that is taken away counts from the next request`() {
        let bench = EngineBench.withPhone()
        var settings = bench.settings
        settings.trunks = .init([])
        bench.receive(.settings(settings))
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [403])
    }

    @Test func `REGISTER from a trunk is 405 with Allow`() throws {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(
            .register(Cast.number, from: Cast.trunk, contact: "<sip:x@192.0.2.10>"),
            from: Cast.trunk)
        let answer = try #require(sent.response(405))
        #expect(answer["Allow"]?.contains("INVITE") == true)
        #expect(bench.refusals.first?.reason == .registerFromTrunk)
    }

    @Test func `A trunk that asks for originating treatment is refused with 403`() {
        let bench = EngineBench.withPhone()
        var invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        invite.addOnTop("Route", "<sip:10.1.0.1:5060;lr;orig>")
        #expect(bench.deliver(invite, from: Cast.trunk).statuses == [403])
        #expect(bench.refusals.first?.reason == .origFromTrunk)
    }

    @Test func `A trunk's Route to somewhere else is refused with 403`() {
        let bench = EngineBench.withPhone()
        var invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        invite.addOnTop("Route", "<sip:10.1.0.1:5060;lr>, <sip:icscf.elsewhere.example;lr;orig>")
        #expect(bench.deliver(invite, from: Cast.trunk).statuses == [403])
        #expect(bench.refusals.first?.reason == .foreignRoute)
    }

    @Test func `A trunk's Route to this node is taken off and followed to the phone`() throws {
        let bench = EngineBench.withPhone()
        var invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        invite.addOnTop("Route", "<sip:example.com;lr>")
        let forwarded = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        #expect(forwarded.all("Route").isEmpty)
    }

    @Test func `A trunk is not relayed to another domain`() {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(
            .invite("sip:+15551000001@elsewhere.example", from: Cast.trunk), from: Cast.trunk)
        #expect(sent.statuses == [404])
        #expect(sent.requests.isEmpty)
    }

    @Test(arguments: ["mailto:a@b.example", "http://example.com/", "fax:+15551000001"])
    func `A scheme that cannot be routed is 416`(uri: String) {
        let bench = EngineBench.withPhone()
        #expect(
            bench.deliver(.make("INVITE", uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                416
            ])
    }

    @Test(arguments: [0, 1])
    func `Max-Forwards of 1 or less is 483`(hops: Int) {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).with("Max-Forwards", "\(hops)")
        #expect(bench.deliver(invite, from: Cast.trunk).statuses == [483])
    }

    @Test func `Max-Forwards of 2 arrives as 1, and none arrives as 70`() {
        let bench = EngineBench.withPhone()
        let two = RequestText.message(Cast.uri, from: Cast.trunk).with("Max-Forwards", "2")
        #expect(bench.deliver(two, from: Cast.trunk).request("MESSAGE")?.maxForwards == 1)
        let none = RequestText.message(Cast.uri, from: Cast.trunk, id: "2").with(
            "Max-Forwards", nil)
        #expect(bench.deliver(none, from: Cast.trunk).request("MESSAGE")?.maxForwards == 70)
    }

    @Test func `Proxy-Require is 420 and names what is not supported`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).adding(
            "Proxy-Require", "foo, bar")
        let answer = try #require(bench.deliver(invite, from: Cast.trunk).response(420))
        #expect(answer["Unsupported"] == "foo, bar")
    }

    /// The order of Clearwater: scheme, hops, extensions, draining, method from a trunk,
    /// originating, trust.
    @Test func `Of several things wrong the first in Clearwater's order is answered`() {
        let bench = EngineBench.withPhone()
        var request = RequestText.make("INVITE", "mailto:a@b.example", from: Cast.stranger)
            .with("Max-Forwards", "1").adding("Proxy-Require", "foo")
        var statuses: [Int] = []
        func ask(_ id: String) {
            request["Via"] = "SIP/2.0/UDP \(Cast.stranger.text);branch=z9hG4bK-order-\(id);rport"
            statuses += bench.deliver(request, from: Cast.stranger).statuses
        }
        ask("1")
        request.uri = Cast.uri
        ask("2")
        request["Max-Forwards"] = "70"
        ask("3")
        request["Proxy-Require"] = nil
        bench.receive(.drain)
        ask("4")
        #expect(statuses == [416, 483, 420, 503])
        let fresh = EngineBench.withPhone()
        #expect(fresh.deliver(request, from: Cast.stranger).statuses == [403])
    }

    @Test func `CANCEL for no INVITE is 481, also from a stranger`() {
        let bench = EngineBench.withPhone()
        #expect(
            bench.deliver(.make("CANCEL", Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses
                == [481])
        #expect(
            bench.deliver(.make("CANCEL", Cast.uri, from: Cast.stranger), from: Cast.stranger)
                .statuses == [481])
    }

    @Test func `CANCEL of a call from another address is 403 and the call goes on`() {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        bench.deliver(invite, from: Cast.trunk)
        let sent = bench.deliver(invite.cancel, from: Cast.stranger)
        #expect(sent.statuses == [403])
        #expect(sent.requests.isEmpty)
        #expect(bench.load.callsInSetup == 1)
    }

    @Test(arguments: [
        "sip:10.1.0.1", "sip:10.1.0.1:5060", "sip:node1.example.com", "sip:example.com",
        "sip:ping@10.1.0.1",
        "sip:[2001:db8::1]:5060", "sips:node1.example.com",
    ])
    func `OPTIONS to the node itself is 200 for anyone, and nothing is kept`(uri: String) {
        let bench = EngineBench()
        let sent = bench.deliver(.make("OPTIONS", uri, from: Cast.stranger), from: Cast.stranger)
        #expect(sent.statuses == [200])
        #expect(
            bench.deliver(.make("OPTIONS", uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                200
            ])
        #expect(bench.load.serverTransactions == 0)
    }

    @Test func `OPTIONS to a subscriber reaches the phone from a trunk and not from a stranger`() {
        let bench = EngineBench.withPhone()
        #expect(
            bench.deliver(.make("OPTIONS", Cast.uri, from: Cast.trunk), from: Cast.trunk).requests
                .count == 1)
        #expect(
            bench.deliver(.make("OPTIONS", Cast.uri, from: Cast.stranger), from: Cast.stranger)
                .statuses == [403])
    }

    @Test(arguments: ["", "\r\n\r\n", "hello", "\u{0}\u{1}\u{2}", "GET / HTTP/1.1\r\n\r\n"])
    func `Garbage is dropped and counted`(text: String) {
        let bench = EngineBench()
        #expect(bench.deliver(text, from: Cast.stranger).isEmpty)
        #expect(bench.discards == [.notSIP])
    }

    @Test func `A malformed request is 400 and a malformed response is dropped`() {
        let bench = EngineBench()
        let noCallID = RequestText.invite(Cast.uri, from: Cast.trunk).with("Call-ID", nil)
        #expect(bench.deliver(noCallID, from: Cast.trunk).statuses == [400])
        let response = ResponseText(200, to: noCallID.view)
        #expect(bench.deliver(response, from: Cast.trunk).isEmpty)
        #expect(bench.discards == [.malformedResponse])
    }

    @Test func `A response to nothing that was sent is dropped`() {
        let bench = EngineBench()
        let response = ResponseText(200, to: RequestText.invite(Cast.uri, from: Cast.trunk).view)
        #expect(bench.deliver(response, from: Cast.trunk).isEmpty)
        #expect(bench.discards == [.unmatchedResponse])
    }
}
