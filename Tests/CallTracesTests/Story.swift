import CallTraces
import DecisionTrace
import Determinism
import NetworkAddresses
import SIPTransports
import Troubleshooting

/// A trace written by hand: messages and decisions at moments of its own.
struct Story {
    static let node = SocketEndpoint(IPAddress("192.0.2.1")!, 5060)
    static let trunk = SocketEndpoint(IPAddress("203.0.113.9")!, 5060)
    static let phone = SocketEndpoint(IPAddress("198.51.100.7")!, 40_000)
    static let stranger = SocketEndpoint(IPAddress("2001:db8::bad")!, 5070)
    /// 2026-01-31 12:00:00 UTC.
    static let noon = WallTime(milliseconds: 1_769_860_800_000)

    var log = TraceLog()
    var call: UInt64 = 0xABCD_0000_0000_0001
    /// - Units: milliseconds since noon.
    var time: Int64 = 0

    var instant: Instant { Instant(nanoseconds: time * 1_000_000) }
    var clock: Now {
        Now(instant: instant, wall: WallTime(milliseconds: Self.noon.milliseconds + time))
    }

    mutating func received(_ text: String, from remote: SocketEndpoint = trunk) {
        message(.received, text, remote)
    }

    mutating func sent(_ text: String, to remote: SocketEndpoint = trunk) {
        message(.sent, text, remote)
    }

    private mutating func message(_ kind: TraceKind, _ text: String, _ remote: SocketEndpoint) {
        let flow = Flow(transport: .udp, local: Self.node, remote: remote)
        log.message(kind, Array(text.utf8).span, over: flow, at: instant, call: call)
    }

    mutating func decided(_ step: DecisionStep, _ evidence: Evidence...) {
        log.decision(step, at: instant, call: call)
        for piece in evidence {
            switch piece {
            case .number(let number): log.evidence(number)
            case .text(let text): log.evidence(text)
            case .endpoint(let endpoint): log.evidence(endpoint)
            }
        }
    }

    mutating func answered(_ status: Int64, _ reason: OutcomeReason) {
        decided(.answered, .number(status), .number(Int64(reason.rawValue)))
    }

    /// Hands over what was written since.
    mutating func keep(in recorder: TraceRecorder) {
        var taken = TraceLog()
        swap(&taken, &log)
        log = recorder.keep(taken, at: clock)
    }

    /// A desk over what was written.
    consuming func desk(at seconds: Int64 = 3600) -> CallDesk {
        let recorder = TraceRecorder(limit: 64 << 20)
        keep(in: recorder)
        return Self.desk(over: recorder, at: seconds)
    }

    static func desk(over recorder: TraceRecorder, at seconds: Int64 = 3600) -> CallDesk {
        CallDesk(
            recorder: recorder, handOver: {}, isTracing: { true },
            now: { (noon.milliseconds + seconds * 1000) * 1000 })
    }

    // MARK: - Messages

    static func text(
        _ start: String, cseq: String, vias: [String], toTag: String? = nil,
        callID: String = "a@example.org", from: String = "15552000000", to: String = "15551000000",
        extra: [String] = [], body: String = ""
    ) -> String {
        let lines =
            [start] + vias.map { "Via: SIP/2.0/UDP host;branch=z9hG4bK\($0)" }
            + [
                "From: \"A\" <sip:\(from)@example.org>;tag=f",
                "To: <sip:\(to)@example.com>" + (toTag.map { ";tag=\($0)" } ?? ""),
                "Call-ID: \(callID)", "CSeq: \(cseq)",
            ] + extra + ["Content-Length: \(body.utf8.count)", "", body]
        return lines.joined(separator: "\r\n")
    }

    static func invite(_ vias: [String] = ["t1"], body: String = "v=0\r\n") -> String {
        text("INVITE sip:15551000000@example.com SIP/2.0", cseq: "1 INVITE", vias: vias, body: body)
    }

    static func answer(_ line: String, _ vias: [String] = ["t1"], cseq: String = "1 INVITE")
        -> String
    {
        text("SIP/2.0 " + line, cseq: cseq, vias: vias, toTag: line.hasPrefix("1") ? nil : "t")
    }

    static func request(_ method: String, _ vias: [String], cseq: String) -> String {
        text("\(method) sip:15551000000@example.com SIP/2.0", cseq: cseq, vias: vias, toTag: "t")
    }

    // MARK: - Calls

    /// The trunk's INVITE with what is decided of it, up to the phone.
    mutating func beginCall() {
        received(Self.invite())
        decided(.trunkMatched, .text("voxbone"), .text("203.0.113.0/24"))
        decided(.hostOurs, .text("example.com"), .text("home domain"))
        decided(.numberNormalised, .text("15551000000"), .text("15551000000"))
        sent(Self.answer("100 Trying"))
        decided(.subscriberFound, .text("15551000000"), .text("memory"))
        decided(.contactsChosen, .number(1), .number(1), .text("sip:phone@198.51.100.7:40000"))
        decided(.branchSent, .endpoint(Self.phone), .text("UDP"))
        sent(Self.invite(["n1", "t1"]), to: Self.phone)
    }

    mutating func phoneAnswers(_ line: String) {
        received(Self.answer(line, ["n1", "t1"]), from: Self.phone)
        if let status = Int64(line.prefix(3)), status >= 200 { answered(status, .relayed) }
        sent(Self.answer(line))
    }

    /// A call that is answered, acknowledged and ended by the caller after a minute.
    mutating func completedCall() {
        beginCall()
        time += 40
        phoneAnswers("180 Ringing")
        time += 3000
        phoneAnswers("200 OK")
        time += 20
        received(Self.request("ACK", ["t2"], cseq: "1 ACK"))
        sent(Self.request("ACK", ["n2", "t2"], cseq: "1 ACK"), to: Self.phone)
        time += 60_000
        received(Self.request("BYE", ["t3"], cseq: "2 BYE"))
        sent(Self.request("BYE", ["n3", "t3"], cseq: "2 BYE"), to: Self.phone)
        received(Self.answer("200 OK", ["n3", "t3"], cseq: "2 BYE"), from: Self.phone)
        sent(Self.answer("200 OK", ["t3"], cseq: "2 BYE"))
    }

    /// A call that the phone refuses.
    mutating func busyCall() {
        beginCall()
        time += 2000
        phoneAnswers("486 Busy Here")
    }

    /// An INVITE of somebody who is neither trunk nor phone.
    mutating func strangersCall() {
        received(Self.invite(["s1"]), from: Self.stranger)
        decided(.noTrunkMatched, .endpoint(Self.stranger))
        answered(403, .untrustedSource)
        sent(Self.answer("403 Forbidden", ["s1"]), to: Self.stranger)
    }
}
