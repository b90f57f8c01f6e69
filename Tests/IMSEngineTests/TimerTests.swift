import Determinism
import SIPTestKit
import Testing

/// What time does: repetitions there and back, and calls that ring for ever.
struct TimerTests {
    @Test func `An INVITE to a silent phone is repeated seven times within 32 seconds, over UDP`() {
        let bench = EngineBench.withPhone()
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        let start = bench.now.instant
        var times: [Int64] = []
        for _ in 0..<330 {
            if bench.pass(.milliseconds(100)).request("INVITE") != nil {
                times.append((bench.now.instant - start).nanoseconds / 100_000_000)
            }
        }
        #expect(times == [5, 15, 35, 75, 155, 315])
    }

    @Test func `A MESSAGE to a silent phone is repeated at intervals up to four seconds, over UDP`()
    {
        let bench = EngineBench.withPhone()
        bench.deliver(.message(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.pass(.milliseconds(31_900)).requests.count == 10)
        #expect(bench.pass(.milliseconds(200)).statuses == [408])
    }

    @Test func `Over TCP nothing is repeated`() {
        let bench = EngineBench()
        bench.register(Cast.number, at: Peer("203.0.113.5:40000", over: .tcp, connection: 1))
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.pass(.milliseconds(31_900)).isEmpty)
    }

    @Test func `A provisional response ends the repetition of the INVITE`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        bench.deliver(ResponseText(100, to: arrived), from: Cast.phone)
        #expect(bench.pass(.seconds(60)).isEmpty)
    }

    @Test func `A repeated INVITE is answered with the last response and rings once`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        #expect(bench.deliver(invite, from: Cast.trunk).statuses == [100])
        bench.deliver(ResponseText(180, to: arrived), from: Cast.phone)
        let again = bench.deliver(invite, from: Cast.trunk)
        #expect(again.statuses == [180])
        #expect(again.requests.isEmpty)
    }

    @Test func `A repeated MESSAGE is absorbed, then answered as before`() throws {
        let bench = EngineBench.withPhone()
        let message = RequestText.message(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(message, from: Cast.trunk).request("MESSAGE"))
        #expect(bench.deliver(message, from: Cast.trunk).isEmpty)
        bench.deliver(ResponseText(200, to: arrived), from: Cast.phone)
        #expect(bench.deliver(message, from: Cast.trunk).statuses == [200])
    }

    @Test func `A refusal is repeated until the ACK comes`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        let refusal = try #require(
            bench.deliver(ResponseText(486, to: arrived), from: Cast.phone).response(486))
        #expect(bench.pass(.milliseconds(4000)).statuses == [486, 486, 486])
        #expect(bench.deliver(invite.acknowledgement(of: refusal), from: Cast.trunk).isEmpty)
        #expect(bench.pass(.seconds(60)).isEmpty)
    }

    @Test func `An ACK with another Request-URI ends the repetition too`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        let refusal = try #require(
            bench.deliver(ResponseText(486, to: arrived), from: Cast.phone).response(486))
        let ack = invite.acknowledgement(of: refusal).with(uri: "sip:other@elsewhere.example")
        #expect(bench.deliver(ack, from: Cast.trunk).isEmpty)
        #expect(bench.pass(.seconds(60)).isEmpty)
    }

    @Test func `A refusal that is never acknowledged is given up after 32 seconds`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        bench.deliver(ResponseText(486, to: arrived), from: Cast.phone)
        bench.pass(.seconds(33))
        #expect(bench.pass(.seconds(60)).isEmpty)
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.load.clientTransactions == 0)
    }

    @Test func `A repeated refusal of the phone is acknowledged again and passed on once`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        let busy = ResponseText(486, to: arrived)
        let first = bench.deliver(busy, from: Cast.phone)
        let ack = try #require(first.request("ACK"))
        #expect(ack.branch == arrived.branch)
        #expect(ack["To"] == busy.view["To"])
        #expect(ack.uri == arrived.uri)
        let second = bench.deliver(busy, from: Cast.phone)
        #expect(second.requests == [ack])
        #expect(second.statuses.isEmpty)
    }

    @Test func `A phone that rings for more than three minutes is cancelled`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        bench.deliver(ResponseText(180, to: arrived), from: Cast.phone)
        #expect(bench.pass(.seconds(180)).isEmpty)
        let sent = bench.pass(.seconds(31))
        #expect(sent.request("CANCEL") != nil)
        #expect(bench.deliver(ResponseText(487, to: arrived), from: Cast.phone).statuses == [487])
    }

    @Test func `A phone that says it goes on is not cancelled`() throws {
        let bench = EngineBench.withPhone()
        let arrived = try #require(
            bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk).request("INVITE"))
        for _ in 0..<5 {
            bench.deliver(ResponseText(183, to: arrived), from: Cast.phone)
            #expect(bench.pass(.seconds(100)).request("CANCEL") == nil)
        }
    }

    @Test func `At rest every table is empty, after an answered call too`() throws {
        let bench = EngineBench.withPhone()
        var call = try #require(bench.establishCall())
        bench.deliver(call.caller.request("ACK"), from: Cast.trunk)
        let bye = try #require(
            bench.deliver(call.caller.request("BYE"), from: Cast.trunk).request("BYE"))
        bench.deliver(ResponseText(200, to: bye), from: Cast.phone)
        bench.pass(.seconds(300))
        #expect(bench.load.serverTransactions == 0)
        #expect(bench.load.clientTransactions == 0)
        #expect(bench.load.callsInSetup == 0)
        #expect(bench.nextDeadline == nil)
    }
}
