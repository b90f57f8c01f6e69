import Determinism
import IMSEngine
import SIPTestKit
import Testing

/// Phones that call: known by their flow, named by us.
struct OriginatingTests {
    private static func bench() -> EngineBench {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone)
        bench.register(Cast.secondNumber, at: Cast.secondPhone)
        bench.forgetSent()
        return bench
    }

    private static func invite(_ id: String = "1") -> RequestText {
        .invite("sip:+15551000002@example.com", from: Cast.phone, caller: Cast.uri, id: id)
    }

    @Test func `A phone's call rings another subscriber's phone with an identity that we assert`()
        throws
    {
        let bench = Self.bench()
        var invite = Self.invite()
        invite.addOnTop("Route", "<sip:10.1.0.1:5060;lr;orig>")
        let sent = bench.deliver(invite, from: Cast.phone)
        let arrived = try #require(sent.request("INVITE"))
        #expect(sent.statuses == [100])
        #expect(sent.last?.flow.remote == Cast.secondPhone.endpoint)
        #expect(arrived.all("P-Asserted-Identity") == ["<sip:+15551000001@example.com>"])
        #expect(arrived.all("Route").isEmpty)
    }

    @Test(arguments: ["P-Asserted-Identity", "P-Preferred-Identity", "P-Associated-URI"])
    func `What a phone claims to be is removed`(name: String) throws {
        let bench = Self.bench()
        var invite = Self.invite()
        let value =
            name == "P-Preferred-Identity" ? "<\(Cast.uri)>" : "<sip:+19990000000@bank.example>"
        invite.add(name, value)
        let arrived = try #require(bench.deliver(invite, from: Cast.phone).request("INVITE"))
        #expect(!arrived.text.contains("bank.example"))
        #expect(arrived.all("P-Asserted-Identity") == ["<sip:+15551000001@example.com>"])
        #expect(arrived["P-Preferred-Identity"] == nil)
    }

    @Test func `A phone that names another subscriber is 403`() {
        let bench = Self.bench()
        let invite = RequestText.invite(
            "sip:+15551000002@example.com", from: Cast.phone, caller: "sip:+15551000002@example.com"
        )
        #expect(bench.deliver(invite, from: Cast.phone).statuses == [403])
    }

    @Test func `A stranger that names a subscriber is 403`() {
        let bench = Self.bench()
        let invite = RequestText.invite(
            "sip:+15551000002@example.com", from: Cast.stranger, caller: Cast.uri)
        let sent = bench.deliver(invite, from: Cast.stranger)
        #expect(sent.statuses == [403])
        #expect(bench.refusals.map(\.reason) == [.untrustedSource])
    }

    @Test func `A phone from another port than it registered from is 403`() {
        let bench = Self.bench()
        let other = Peer("203.0.113.5:5099")
        #expect(bench.deliver(Self.invite(), from: other).statuses == [403])
    }

    @Test func `A phone whose registration has run out is 403`() {
        let bench = Self.bench()
        bench.pass(.seconds(301))
        #expect(bench.deliver(Self.invite(), from: Cast.phone).statuses == [403])
    }

    @Test func `A phone calls after a restart without registering anew`() {
        let bench = Self.bench()
        bench.restart()
        #expect(bench.deliver(Self.invite(), from: Cast.phone).request("INVITE") != nil)
    }

    @Test func `A phone's call while the store is down is 503, never 403`() {
        let bench = Self.bench()
        bench.restart()
        bench.store.mood = .fails
        #expect(bench.deliver(Self.invite(), from: Cast.phone).statuses == [503])
    }

    @Test func `A call that waits for the store together with its repetition rings once`() {
        let bench = Self.bench()
        bench.restart()
        bench.store.mood = .waits
        let invite = Self.invite()
        bench.deliver(invite, from: Cast.phone)
        bench.deliver(invite, from: Cast.phone)
        #expect(bench.lookups.filter { $0.text == "15551000001" }.count == 2, "one each life")
        bench.answerStore()
        bench.answerStore()
        #expect(bench.sent.requests.count == 1)
    }

    @Test func `A call that was overtaken by its own repetition is not refused after it`() {
        let bench = Self.bench()
        bench.restart()
        bench.store.mood = .waits
        let invite = Self.invite()
        bench.deliver(invite, from: Cast.phone)
        bench.store.mood = .answersAtOnce
        bench.deliver(Self.invite("2"), from: Cast.phone)
        #expect(bench.deliver(invite, from: Cast.phone).requests.count == 1)
        #expect(bench.failStore().statuses == [100], "answered as any repetition is")
    }

    @Test func `A phone's message reaches another subscriber`() throws {
        let bench = Self.bench()
        let message = RequestText.message(
            "sip:15551000002@example.com", from: Cast.phone, caller: Cast.uri)
        let arrived = try #require(bench.deliver(message, from: Cast.phone).request("MESSAGE"))
        #expect(
            bench.deliver(ResponseText(200, to: arrived), from: Cast.secondPhone).statuses == [200])
    }

    @Test func `A call between phones is hung up from either side, also after a restart`() throws {
        for side in ["caller", "callee"] {
            let bench = Self.bench()
            var call = try #require(
                bench.establishCall(from: Cast.phone, to: Cast.secondPhone, invite: Self.invite()))
            bench.restart()
            if side == "caller" {
                let sent = bench.deliver(call.caller.request("BYE"), from: Cast.phone)
                #expect(sent.last?.flow.remote == Cast.secondPhone.endpoint)
            } else {
                let sent = bench.deliver(call.callee.request("BYE"), from: Cast.secondPhone)
                #expect(sent.last?.flow.remote == Cast.phone.endpoint)
            }
        }
    }

    @Test func `A phone reaches no foreign domain`() {
        let bench = Self.bench()
        let invite = Self.invite().with(uri: "sip:bob@elsewhere.example")
        #expect(bench.deliver(invite, from: Cast.phone).statuses == [404])
    }
}
