import DecisionTrace
import Determinism
import NetworkAddresses
import SIPTransports
import Testing

@Suite struct TraceLogTests {
    private let flow = Flow(
        transport: .udp, local: SocketEndpoint(IPAddress("192.0.2.1")!, 5060),
        remote: SocketEndpoint(IPAddress("2001:db8::1")!, 5070), connection: 7)

    @Test func `What is written is read back in order`() {
        var log = TraceLog()
        let octets = Array("OPTIONS sip:a SIP/2.0\r\n\r\n".utf8)
        log.message(.received, octets.span, over: flow, at: Instant(nanoseconds: 5), call: 9)
        log.decision(.trunkMatched, at: Instant(nanoseconds: 6), call: 9)
        log.evidence("voxbone" as StaticString)
        log.evidence(flow.remote)
        log.evidence(-3)
        log.decision(.insideDialog, at: Instant(nanoseconds: 7), call: 10)
        let nothing: [UInt8] = []
        log.message(.sent, nothing.span, over: flow, at: Instant(nanoseconds: 8), call: 0)
        #expect(
            log.records == [
                TraceRecord(
                    at: Instant(nanoseconds: 5), call: 9,
                    body: .received(TracedBytes(flow: flow, octets: octets))),
                TraceRecord(
                    at: Instant(nanoseconds: 6), call: 9,
                    body: .decision(
                        .trunkMatched, [.text("voxbone"), .endpoint(flow.remote), .number(-3)])),
                TraceRecord(
                    at: Instant(nanoseconds: 7), call: 10, body: .decision(.insideDialog, [])),
                TraceRecord(
                    at: Instant(nanoseconds: 8), call: 0,
                    body: .sent(TracedBytes(flow: flow, octets: []))),
            ])
    }

    @Test func `Long evidence is cut, and what follows is still read`() {
        var log = TraceLog()
        log.decision(.hostForeign, at: Instant(nanoseconds: 0), call: 1)
        log.evidence(String(repeating: "a", count: 100_000))
        log.decision(.insideDialog, at: Instant(nanoseconds: 0), call: 1)
        #expect(log.records.count == 2)
        #expect(
            log.records[0].body
                == .decision(.hostForeign, [.text(String(repeating: "a", count: 255))]))
    }

    @Test func `Records are carried over to another log as they are`() {
        var log = TraceLog()
        log.decision(.insideDialog, at: Instant(nanoseconds: 1), call: 1)
        log.decision(.cancelled, at: Instant(nanoseconds: 2), call: 2)
        log.evidence(4)
        var kept = TraceLog()
        log.forEachCall { call, range in if call == 2 { kept.append(range, of: log) } }
        #expect(
            kept.records == [
                TraceRecord(
                    at: Instant(nanoseconds: 2), call: 2, body: .decision(.cancelled, [.number(4)]))
            ])
    }

    @Test func `Every step and reason has a name of its own`() {
        #expect(DecisionStep.trunkMatched.name == "trunk_matched")
        #expect(OutcomeReason.unsupportedURI.code == "unsupported_uri")
        #expect(Set(DecisionStep.allCases.map(\.name)).count == DecisionStep.allCases.count)
        for reason in OutcomeReason.allCases { #expect(OutcomeReason(code: reason.code) == reason) }
    }
}
