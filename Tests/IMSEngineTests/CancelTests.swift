import Determinism
import SIPTestKit
import Testing

/// A caller gives up. RFC 3261 9 and 16.10.
struct CancelTests {
    private static func ringing() throws -> (EngineBench, RequestText, MessageView) {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        bench.deliver(ResponseText(180, to: arrived), from: Cast.phone)
        return (bench, invite, arrived)
    }

    @Test func `CANCEL is 200 at once and goes on to the phone, whose 487 goes back`() throws {
        let (bench, invite, arrived) = try Self.ringing()
        let sent = bench.deliver(invite.cancel, from: Cast.trunk)
        #expect(sent.statuses == [200])
        #expect(sent.response(200)?["CSeq"] == "1 CANCEL")
        let cancel = try #require(sent.request("CANCEL"))
        #expect(cancel.branch == arrived.branch)
        #expect(bench.deliver(ResponseText(200, to: cancel), from: Cast.phone).isEmpty)
        let end = bench.deliver(ResponseText(487, to: arrived), from: Cast.phone)
        #expect(end.statuses == [487])
        #expect(end.request("ACK") != nil)
    }

    @Test func `CANCEL with another Request-URI is matched by its branch`() throws {
        let (bench, invite, _) = try Self.ringing()
        let cancel = invite.cancel.with(uri: "sip:somebody@else.example")
        #expect(bench.deliver(cancel, from: Cast.trunk).statuses == [200])
    }

    @Test func `CANCEL before the phone said anything waits for it`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        let sent = bench.deliver(invite.cancel, from: Cast.trunk)
        #expect(sent.statuses == [200])
        #expect(sent.requests.isEmpty)
        #expect(
            bench.deliver(ResponseText(100, to: arrived), from: Cast.phone).request("CANCEL") != nil
        )
    }

    @Test func `CANCEL while the store is asked ends the call with 487`() {
        let bench = EngineBench()
        bench.store.provision(Cast.number, password: "x")
        bench.store.mood = .waits
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        bench.deliver(invite, from: Cast.trunk)
        #expect(bench.deliver(invite.cancel, from: Cast.trunk).statuses == [200, 487])
        #expect(bench.answerStore().isEmpty)
    }

    @Test func `CANCEL after the answer is 200 and changes nothing`() throws {
        let (bench, invite, arrived) = try Self.ringing()
        bench.deliver(
            ResponseText(200, to: arrived, contact: "<sip:me@203.0.113.5>"), from: Cast.phone)
        let sent = bench.deliver(invite.cancel, from: Cast.trunk)
        #expect(sent.statuses == [200])
        #expect(sent.requests.isEmpty)
    }

    @Test func `A 200 that crosses the CANCEL wins`() throws {
        let (bench, invite, arrived) = try Self.ringing()
        bench.deliver(invite.cancel, from: Cast.trunk)
        let ok = ResponseText(200, to: arrived, contact: "<sip:me@203.0.113.5>")
        #expect(bench.deliver(ok, from: Cast.phone).statuses == [200])
    }

    @Test func `A repeated CANCEL is answered again and sent on once`() throws {
        let (bench, invite, _) = try Self.ringing()
        bench.deliver(invite.cancel, from: Cast.trunk)
        let again = bench.deliver(invite.cancel, from: Cast.trunk)
        #expect(again.statuses == [200])
        #expect(again.requests.isEmpty)
    }

    @Test func `A CANCEL that is not answered is repeated, and in the end the call is 487`() throws
    {
        let (bench, invite, _) = try Self.ringing()
        bench.deliver(invite.cancel, from: Cast.trunk)
        let repeated = bench.pass(.seconds(31))
        #expect(repeated.requests.count { $0.method == "CANCEL" } == 9)
        #expect(repeated.statuses.isEmpty)
        #expect(bench.pass(.seconds(2)).statuses.first == 487)
    }

    @Test
    func `A caller who gives up before the phone's connection fails gets 487, and no phone rings`()
        throws
    {
        let bench = EngineBench.withPhone()
        let body = String(repeating: "x", count: 2000)
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk).with(body: body)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).last)
        #expect(arrived.flow.transport == .tcp)
        #expect(bench.deliver(invite.cancel, from: Cast.trunk).statuses == [200])
        let sent = bench.receive(.flowClosed(arrived.flow))
        #expect(sent.statuses == [487])
        #expect(sent.requests.isEmpty)
    }

    @Test func `A CANCEL that comes again is answered alike, even when the INVITE is forgotten`()
        throws
    {
        let (bench, invite, arrived) = try Self.ringing()
        bench.deliver(invite.cancel, from: Cast.trunk)
        let end = bench.deliver(ResponseText(487, to: arrived), from: Cast.phone)
        let refusal = try #require(end.response(487))
        bench.deliver(invite.acknowledgement(of: refusal), from: Cast.trunk)
        bench.pass(.seconds(6))
        #expect(bench.deliver(invite.cancel, from: Cast.trunk).statuses == [200])
    }
}
