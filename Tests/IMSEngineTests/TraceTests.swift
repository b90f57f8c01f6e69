import DecisionTrace
import Determinism
import IMSEngine
import NIOCore
import NetworkAddresses
import SIPTestKit
import Testing

/// What the trace says of a request, and that it says it of the right call.
struct TraceTests {
    private static func bench() -> EngineBench {
        let bench = EngineBench { $0.tracesDecisions = true }
        bench.register(Cast.number, at: Cast.phone)
        _ = bench.takeTrace()
        return bench
    }

    @Test func `Nothing is traced unless it is asked for`() {
        let bench = EngineBench.withPhone()
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.takeTrace().isEmpty)
    }

    @Test func `A call from a trunk: every decision in order, between the messages`() throws {
        let bench = Self.bench()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        #expect(
            bench.takeTrace().words == [
                "> INVITE", "trunk_matched carrier 192.0.2.10/32",
                "host_ours example.com home domain",
                "number_normalised \(Cast.number) 15551000001", "< 100",
                "subscriber_found \(Cast.number) memory",
                "contacts_chosen 1 1 \(EngineBench.contact(of: Cast.number, at: Cast.phone))",
                "branch_sent \(Cast.phone.endpoint) UDP", "< INVITE",
            ])
        bench.deliver(ResponseText(486, to: arrived), from: Cast.phone)
        #expect(
            bench.takeTrace().words == [
                "> 486", "< ACK", "answered 486 \(OutcomeReason.relayed.rawValue)", "< 486",
            ])
    }

    @Test func `All records of a call carry its key, those of another call another`() throws {
        let bench = Self.bench()
        for id in ["one", "two"] {
            let invite = RequestText.invite(Cast.uri, from: Cast.trunk, id: id)
            let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
            bench.pass(.milliseconds(500))
            bench.deliver(ResponseText(486, to: arrived), from: Cast.phone)
        }
        let calls = Set(bench.takeTrace().map(\.call))
        #expect(calls.count == 2)
        #expect(!calls.contains(0))
    }

    @Test func `A stranger's call says that it is no trunk, whom it named, and why it is refused`() {
        let bench = Self.bench()
        bench.deliver(.invite(Cast.uri, from: Cast.stranger), from: Cast.stranger)
        let words = bench.takeTrace().words
        #expect(words.contains("no_trunk_matched \(Cast.stranger.endpoint)"))
        #expect(words.contains("answered 403 \(OutcomeReason.untrustedSource.rawValue)"))
    }

    @Test func `A look-up that parks the request is in the trace of its call`() throws {
        let bench = EngineBench { $0.tracesDecisions = true }
        bench.store.mood = .waits
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        bench.answerStore()
        let records = bench.takeTrace()
        #expect(
            records.words.suffix(4) == [
                "subscriber_asked 15551000001", "subscriber_unknown 15551000001",
                "answered 404 \(OutcomeReason.unknownNumber.rawValue)", "< 404",
            ])
        #expect(Set(records.map(\.call)).count == 1)
    }

    @Test func `A number without a phone says so, and when the last registration ended`() {
        let bench = Self.bench()
        bench.pass(.seconds(400))
        let ended = bench.now.wall.milliseconds - 100_000
        _ = bench.takeTrace()
        bench.deliver(.invite(Cast.uri, from: Cast.trunk), from: Cast.trunk)
        #expect(bench.takeTrace().words.contains("no_contacts 1 \(ended)"))
    }

    @Test func `Retransmissions and timers are told, each with its call`() {
        let bench = Self.bench()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        bench.deliver(invite, from: Cast.trunk)
        bench.deliver(invite, from: Cast.trunk)
        bench.pass(.milliseconds(600))
        let records = bench.takeTrace()
        #expect(records.words.contains("retransmission_absorbed"))
        #expect(records.words.contains("timer_fired A"))
        #expect(Set(records.map(\.call)).count == 1)
    }

    @Test func `What is no SIP belongs to no call`() {
        let bench = Self.bench()
        bench.deliver("hello", from: Cast.stranger)
        let records = bench.takeTrace()
        #expect(records.words == ["> hello", "discarded not SIP"])
        #expect(records.map(\.call) == [0, 0])
    }

    @Test func `A registration says that it was challenged, proven and stored`() {
        let bench = EngineBench { $0.tracesDecisions = true }
        bench.register(Cast.number, at: Cast.phone)
        let words = bench.takeTrace().words
        #expect(words.contains("challenged no credentials"))
        #expect(words.contains("credentials_verified \(Cast.number)"))
        #expect(words.contains("bindings_stored 1"))
        #expect(words.contains("answered 200 \(OutcomeReason.registered.rawValue)"))
    }

    // MARK: - Outcomes

    @Test func `Each request has one outcome, with the time that it took`() throws {
        let bench = EngineBench.withPhone()
        let before = bench.outcomes.count
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        bench.deliver(invite, from: Cast.trunk)
        bench.pass(.seconds(3))
        let ok = ResponseText(200, to: arrived, contact: "<sip:me@203.0.113.5>")
        bench.deliver(ok, from: Cast.phone)
        bench.deliver(ok, from: Cast.phone)
        let outcomes = bench.outcomes[before...]
        #expect(outcomes.count == 1)
        let outcome = try #require(outcomes.first)
        #expect(outcome.method == .invite)
        #expect(outcome.trunk == "carrier")
        #expect(outcome.status == 200)
        #expect(outcome.reason == .relayed)
        #expect(outcome.duration == .seconds(3))
        #expect(outcome.requestURI == Cast.uri)
    }

    @Test func `A caller who gives up has an outcome that says so`() throws {
        let bench = EngineBench.withPhone()
        let invite = RequestText.invite(Cast.uri, from: Cast.trunk)
        let arrived = try #require(bench.deliver(invite, from: Cast.trunk).request("INVITE"))
        bench.deliver(ResponseText(180, to: arrived), from: Cast.phone)
        bench.deliver(invite.cancel, from: Cast.trunk)
        bench.deliver(ResponseText(487, to: arrived), from: Cast.phone)
        #expect(bench.outcomes.suffix(2).map(\.reason) == [.cancelAccepted, .cancelledByCaller])
    }

    // MARK: - The replica

    @Test func `A replica decides as the engine would, and the engine learns nothing of it`() {
        let bench = Self.bench()
        let held = bench.load
        var replica = bench.replica {
            $0.trunks = .init([
                .init(
                    trunk: "perhaps", prefix: IPPrefix(Cast.stranger.endpoint.address, length: 32)!,
                    text: "203.0.113.66")
            ])
        }
        var effects = EffectQueue()
        let message = RequestText.invite(Cast.uri, from: Cast.stranger).text
        replica.receive(
            .message(ByteBuffer(string: message), over: Cast.stranger.flow(in: EngineBench.listeners)),
            at: bench.now, into: &effects)
        let words = replica.takeTrace(goingOnWith: TraceLog()).records.words
        #expect(words.contains("trunk_matched perhaps 203.0.113.66"))
        #expect(words.contains("subscriber_asked 15551000001"))
        #expect(bench.takeTrace().isEmpty)
        #expect(bench.load == held)
    }
}

extension [TraceRecord] {
    /// Each record in a few words: `> INVITE` for what arrived, `< 100` for what left.
    fileprivate var words: [String] {
        map { record in
            switch record.body {
            case .received(let bytes): "> \(Self.label(bytes.octets))"
            case .sent(let bytes): "< \(Self.label(bytes.octets))"
            case .decision(let step, let evidence):
                ([step.name] + evidence.map(Self.text)).joined(separator: " ")
            }
        }
    }

    private static func text(_ evidence: Evidence) -> String {
        switch evidence {
        case .number(let number): "\(number)"
        case .text(let text): text
        case .endpoint(let endpoint): "\(endpoint)"
        }
    }

    private static func label(_ octets: [UInt8]) -> String {
        let words = String(decoding: octets, as: UTF8.self).split(separator: " ")
        return String(words[0] == "SIP/2.0" ? words[1] : words[0])
    }
}
