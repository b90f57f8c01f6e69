import Determinism
import IMSEngine
import SIPTestKit
import Testing

/// How a number may be written, and what is said when nobody can be reached at it.
struct CalledNumberTests {
    @Test(arguments: [
        "sip:+15551000001@example.com", "sip:15551000001@example.com",
        "sip:+15551000001@EXAMPLE.com",
        "sip:+15551000001@example.com:5060", "sip:+15551000001@example.com;user=phone",
        "sip:+15551000001@example.org", "sip:+15551000001@node1.example.com",
        "sip:15551000001@sip.alias.example:5070",
        "sip:15551000001@10.1.0.1", "sip:+15551000001@10.1.0.1:5060",
        "sip:+15551000001@[2001:db8::1]",
        "sip:+15551000001@[2001:db8::1]:5060;transport=udp", "sip:15551000001@203.0.113.200:5060",
        "sip:+1-555-100-0001@example.com", "sip:+15551000001;npdi@example.com",
        "sip:%2B15551000001@example.com",
        "tel:+15551000001", "tel:+1-555-100-0001", "sip:+15551000001:secret@example.com",
    ])
    func `Every spelling of a number at a name or address of ours rings its phone`(uri: String) {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(.message(uri, from: Cast.trunk), from: Cast.trunk)
        #expect(sent.request("MESSAGE")?.uri == "sip:+15551000001@203.0.113.5:5062")
    }

    @Test func `A subscriber without a plus is found with one`() {
        let bench = EngineBench()
        bench.register("15551000009", at: Cast.phone)
        let sent = bench.deliver(
            .message("sip:+15551000009@example.com", from: Cast.trunk), from: Cast.trunk)
        #expect(sent.requests.count == 1)
    }

    @Test func `The number as it was called arrives in P-Called-Party-ID`() {
        let bench = EngineBench.withPhone()
        let sent = bench.deliver(
            .message("sip:15551000001@10.1.0.1:5060", from: Cast.trunk), from: Cast.trunk)
        #expect(sent.request("MESSAGE")?["P-Called-Party-ID"] == "<sip:15551000001@10.1.0.1:5060>")
    }

    @Test(arguments: ["sip:+15559999999@example.com", "sip:example.com;x=y", "tel:+4420"])
    func `A number that is nobody's is 404`(uri: String) {
        let bench = EngineBench.withPhone()
        #expect(bench.deliver(.message(uri, from: Cast.trunk), from: Cast.trunk).statuses == [404])
    }

    @Test func `An INVITE for nobody is tried and then 404`() {
        let bench = EngineBench()
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                100, 404,
            ])
    }

    @Test func `A number that is known but not registered is 480`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: "x")
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                100, 480,
            ])
    }

    @Test func `A registration that has run out is 480`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Cast.phone, expires: 60)
        bench.pass(.seconds(61))
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [480])
    }

    @Test func `A store that cannot be read is 503, never 404`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: "x")
        bench.store.mood = .fails
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                100, 503,
            ])
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [503])
    }

    @Test func `A store that says nothing for ten seconds is 503`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: "x")
        bench.store.mood = .waits
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [100])
        #expect(bench.pass(.milliseconds(9_900)).isEmpty)
        #expect(bench.pass(.milliseconds(200)).statuses == [503])
        #expect(bench.answerStore().isEmpty, "an answer that comes too late does nothing")
    }

    @Test func `A call waits for a slow store and then rings`() {
        let bench = EngineBench.withPhone()
        bench.restart()
        bench.store.mood = .waits
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [100])
        #expect(bench.answerStore().requests.count == 1)
    }

    @Test func `A known subscriber costs no further look-up, a change from outside does`() {
        let bench = EngineBench.withPhone()
        let before = bench.lookups.count
        bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.lookups.count == before)
        bench.receive(.subscriberChanged(.init(Cast.number)!))
        bench.store.remove(Cast.number)
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk).statuses
                == [404])
        #expect(bench.lookups.count == before + 1)
    }

    @Test func `Going out of service is 503: with Retry-After to phones, without to trunks`() throws
    {
        let bench = EngineBench.withPhone()
        bench.receive(.drain)
        let toTrunk = bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(toTrunk.statuses == [503])
        #expect(toTrunk.response(503)?["Retry-After"] == nil)
        let toPhone = bench.deliver(
            .register(Cast.number, from: Cast.phone, contact: "<sip:x@203.0.113.5>"),
            from: Cast.phone)
        let after = try #require(toPhone.response(503)?["Retry-After"].flatMap { Int($0) })
        #expect((1...10).contains(after))
    }

    @Test func `Going out of service leaves calls that are up alone`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        bench.receive(.drain)
        #expect(bench.deliver(call.caller.request("BYE"), from: Cast.trunk).requests.count == 1)
        #expect(bench.deliver(call.callee.request("BYE"), from: Cast.phone).requests.count == 1)
    }

    @Test func `When there are too many transactions a request is 503 and those under way go on`()
        throws
    {
        let bench = EngineBench { $0.limits.serverTransactions = 2 }
        bench.register(Cast.number, at: Cast.phone)
        let first = bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        let ringing = try #require(first.request("INVITE"))
        let second = bench.deliver(.invite(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk)
        #expect(second.statuses == [503])
        #expect(second.response(503)?["Retry-After"] == nil)
        #expect(bench.deliver(ResponseText(180, to: ringing), from: Cast.phone).statuses == [180])
    }

    @Test func `When there are too many branches a request is 503`() {
        let bench = EngineBench { $0.limits.clientTransactions = 0 }
        bench.register(Cast.number, at: Cast.phone)
        #expect(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).statuses == [
                100, 503,
            ])
    }

    @Test func `When too many requests wait for the store the next is 503`() {
        let bench = EngineBench { $0.limits.parkedRequests = 1 }
        bench.store.provision(Cast.number, password: "x")
        bench.store.mood = .waits
        bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(
            bench.deliver(.message(Cast.uri, from: Cast.trunk, id: "2"), from: Cast.trunk).statuses
                == [503])
    }
}
