import Determinism
import SIPTestKit
import Testing

/// The reason for all the rest: a trunk's call and SMS reach a phone, and a stranger's do not.
struct MainPathTests {
    static let trunk = Peer("192.0.2.10:5060")
    static let phone = Peer("203.0.113.5:5062")
    static let number = "+15551000001"

    @Test func `A phone registers with a digest and gets its contact back`() throws {
        let bench = EngineBench()
        let answer = bench.register(Self.number, at: Self.phone)
        #expect(answer.status == 200)
        #expect(answer["Contact"] == "<sip:+15551000001@203.0.113.5:5062>;expires=300")
        #expect(bench.store[Self.number]?.bindings.count == 1)
    }

    @Test func `A call from a trunk rings the phone, is answered, and hung up by the caller`()
        throws
    {
        let bench = EngineBench()
        bench.register(Self.number, at: Self.phone)
        let invite = RequestText.invite("sip:\(Self.number)@example.com", from: Self.trunk)
        let first = bench.deliver(invite, from: Self.trunk)
        #expect(first.statuses == [100])
        let ringing = try #require(first.request("INVITE"))
        #expect(ringing.uri == "sip:+15551000001@203.0.113.5:5062")
        #expect(ringing.body == RequestText.sdp)
        #expect(first.last?.flow.remote == Self.phone.endpoint)
        let provisional = bench.deliver(ResponseText(180, to: ringing), from: Self.phone)
        #expect(provisional.statuses == [180])
        #expect(provisional.first?.flow.remote == Self.trunk.endpoint)
        let final = bench.deliver(
            ResponseText(
                200, to: ringing, contact: "<\(EngineBench.contact(of: "me", at: Self.phone))>"),
            from: Self.phone)
        let answer = try #require(final.response(200))
        #expect(answer.all("Via") == [invite["Via"]! + "=5060;received=192.0.2.10"])

        var caller = DialogText(caller: Self.trunk, invite: invite.view, answer: answer)
        let ack = bench.deliver(caller.request("ACK"), from: Self.trunk)
        #expect(ack.request("ACK")?.uri == "sip:me@203.0.113.5:5062")
        #expect(ack.first?.flow.remote == Self.phone.endpoint)
        let bye = try #require(
            bench.deliver(caller.request("BYE"), from: Self.trunk).request("BYE"))
        #expect(bye.all("Route") == [])
        #expect(bench.deliver(ResponseText(200, to: bye), from: Self.phone).statuses == [200])
    }

    @Test func `The phone hangs up over the trunk's route`() throws {
        let bench = EngineBench()
        bench.register(Self.number, at: Self.phone)
        let invite = RequestText.invite("sip:\(Self.number)@example.com", from: Self.trunk)
        let ringing = try #require(bench.deliver(invite, from: Self.trunk).request("INVITE"))
        let ok = ResponseText(
            200, to: ringing, contact: "<\(EngineBench.contact(of: "me", at: Self.phone))>")
        let answer = try #require(bench.deliver(ok, from: Self.phone).response(200))
        var callee = DialogText(callee: Self.phone, invite: ringing, answer: ok.view)
        let sent = bench.deliver(callee.request("BYE"), from: Self.phone)
        let bye = try #require(sent.request("BYE"))
        #expect(bye.uri == "sip:caller@192.0.2.10:5060")
        #expect(sent.first?.flow.remote == Self.trunk.endpoint)
        #expect(bench.deliver(ResponseText(200, to: bye), from: Self.trunk).statuses == [200])
        _ = answer
    }

    @Test func `A message from a trunk is delivered`() throws {
        let bench = EngineBench()
        bench.register(Self.number, at: Self.phone)
        let sent = bench.deliver(
            RequestText.message("sip:15551000001@10.1.0.1:5060", from: Self.trunk, body: "Grüße"),
            from: Self.trunk)
        let message = try #require(sent.request("MESSAGE"))
        #expect(message.body == "Grüße")
        #expect(sent.count == 1)
        #expect(bench.deliver(ResponseText(200, to: message), from: Self.phone).statuses == [200])
    }

    @Test func `A stranger's call is refused and no phone rings`() {
        let bench = EngineBench()
        bench.register(Self.number, at: Self.phone)
        let stranger = Peer("203.0.113.66:5060")
        let sent = bench.deliver(
            RequestText.invite("sip:\(Self.number)@example.com", from: stranger), from: stranger)
        #expect(sent.statuses == [403])
        #expect(sent.requests.isEmpty)
        #expect(bench.load.serverTransactions == 1, "the REGISTER's alone")
    }

    @Test func `Every table is empty once the call is over and its timers are done`() throws {
        let bench = EngineBench()
        bench.register(Self.number, at: Self.phone)
        let invite = RequestText.invite("sip:\(Self.number)@example.com", from: Self.trunk)
        let ringing = try #require(bench.deliver(invite, from: Self.trunk).request("INVITE"))
        bench.deliver(ResponseText(486, to: ringing), from: Self.phone)
        bench.pass(.seconds(300))
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.load.clientTransactions == 0)
        #expect(bench.load.parkedRequests == 0)
    }
}
