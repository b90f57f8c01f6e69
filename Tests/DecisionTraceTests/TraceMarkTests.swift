import DecisionTrace
import Determinism
import NetworkAddresses
import SIPTransports
import Testing

@Suite struct TraceMarkTests {
    private let flow = Flow(
        transport: .tcp, local: SocketEndpoint(IPAddress("192.0.2.1")!, 5060),
        remote: SocketEndpoint(IPAddress("2001:db8::1")!, 5070), connection: 7)

    private func marks(_ log: TraceLog) -> [TraceMark] {
        var marks: [TraceMark] = []
        log.forEachMark { marks.append($0) }
        return marks
    }

    private func log(_ text: String) -> TraceLog {
        var log = TraceLog()
        log.message(
            .received, Array(text.utf8).span, over: flow, at: Instant(nanoseconds: 5), call: 9)
        return log
    }

    @Test func `A message is told apart as INVITE, other request or answer`() {
        #expect(marks(log("INVITE sip:a SIP/2.0\r\n"))[0].isInvite)
        #expect(marks(log("INVITE sip:a SIP/2.0\r\n"))[0].isRequest)
        #expect(!marks(log("OPTIONS sip:a SIP/2.0\r\n"))[0].isInvite)
        #expect(marks(log("OPTIONS sip:a SIP/2.0\r\n"))[0].isRequest)
        #expect(!marks(log("SIP/2.0 200 OK\r\n"))[0].isRequest)
        #expect(!marks(log(""))[0].isInvite)
    }

    @Test func `A decision tells its step and the number that it rests on`() {
        var log = TraceLog()
        log.decision(.answered, at: Instant(nanoseconds: 1), call: 1)
        log.evidence(486)
        log.evidence(3)
        log.decision(.trunkMatched, at: Instant(nanoseconds: 2), call: 1)
        log.evidence("voxbone" as StaticString)
        log.decision(.insideDialog, at: Instant(nanoseconds: 3), call: 1)
        let marks = marks(log)
        #expect(marks.map(\.step) == [.answered, .trunkMatched, .insideDialog])
        #expect(marks.map(\.number) == [486, nil, nil])
    }

    @Test func `A record is decoded where its mark says`() {
        var log = log("OPTIONS sip:a SIP/2.0\r\n")
        log.decision(.answered, at: Instant(nanoseconds: 1), call: 1)
        log.evidence(486)
        #expect(marks(log).map { log.record(at: $0.place) } == log.records)
    }
}
