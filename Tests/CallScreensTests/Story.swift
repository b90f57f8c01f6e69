import CallScreens
import Troubleshooting

/// Calls of a test, and screens that show them.
enum Story {
    /// 12:00:00.042 UTC.
    static let noon: Int64 = 1_769_860_800_042_000

    static func summary(
        _ number: Int, status: Int? = 200, reason: String? = "relayed", trunk: String? = "voxbone"
    ) -> CallSummary {
        CallSummary(
            id: "id-\(number)", kind: .call, began: noon + Int64(number) * 1_000_000,
            ended: noon + Int64(number) * 1_000_000, source: "192.0.2.10:5060", transport: "UDP",
            trunk: trunk, caller: "+1555200\(1000 + number)", called: "+15551000000",
            callID: "call-\(number)@192.0.2.10", method: "INVITE", status: status,
            reason: status == nil ? nil : reason, messages: 7, isFailed: (status ?? 0) >= 300)
    }

    static func message(
        _ label: String, at: Int64, from: Int, to: Int, text: String, madeFrom: Int? = nil
    ) -> CallTrace.Event {
        .message(
            TracedMessage(
                at: noon + at, isReceived: to == 1, transport: "UDP", local: "192.0.2.1:5060",
                remote: from == 2 || to == 2 ? "198.51.100.7:1024" : "192.0.2.10:5060",
                from: from, to: to, label: label, cseq: "1 INVITE", isRetransmission: false,
                hasBody: label == "INVITE", text: text, octets: Array(text.utf8),
                madeFrom: madeFrom))
    }

    static func call(_ number: Int = 1, moreEvents: [CallTrace.Event] = []) -> CallTrace {
        let invite = "INVITE sip:+15551000000@example.com SIP/2.0\r\nMax-Forwards: 70\r\n\r\n"
        let passedOn = "INVITE sip:alice@198.51.100.7 SIP/2.0\r\nMax-Forwards: 69\r\n\r\n"
        return CallTrace(
            summary: summary(number, status: 486),
            participants: [
                CallTrace.Participant(role: .trunk, endpoint: "192.0.2.10:5060", name: "voxbone"),
                CallTrace.Participant(role: .node, endpoint: "192.0.2.1:5060", name: "this node"),
                CallTrace.Participant(
                    role: .phone, endpoint: "198.51.100.7:1024", name: "+15551000000"),
            ],
            events: [
                message("INVITE", at: 0, from: 0, to: 1, text: invite),
                .decision(
                    TracedDecision(
                        at: noon, step: "trunk_matched",
                        sentence: "The source is 192.0.2.10 of the trunk voxbone.")),
                message("INVITE", at: 1_000, from: 1, to: 2, text: passedOn, madeFrom: 0),
                message("486 Busy Here", at: 900_000, from: 2, to: 1, text: "SIP/2.0 486 Busy"),
            ] + moreEvents,
            diagnosis: CallTrace.Diagnosis(sentence: "The phone is busy."), isRedacted: true)
    }

    static func screens(calls: [CallSummary], columns: Int = 80, rows: Int = 24) -> CallScreens {
        var screens = CallScreens(columns: columns, rows: rows)
        screens.update(calls)
        return screens
    }
}

extension CallScreens {
    var text: [String] { lines.map(\.text) }

    /// The line that the keys work on; the first bar is the title.
    var selectedLine: String? {
        lines.dropFirst().first { $0.pieces.contains { $0.style == .bar } }?.text
    }

    mutating func press(_ keys: String) -> [Wish] {
        keys.compactMap { press(.character($0)) }
    }
}
