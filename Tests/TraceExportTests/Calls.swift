import Troubleshooting

/// Traces of calls that a test makes up.
enum Calls {
    /// Microseconds since 1970 at which they begin: with a fraction that has leading zeros.
    static let beginning: Int64 = 1_769_860_800_000_042

    static func invite(callID: String = "one@192.0.2.10", body: String = "") -> [UInt8] {
        Array(
            ([
                "INVITE sip:+15551000000@example.com SIP/2.0",
                "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKa", "Max-Forwards: 70",
                "From: <sip:+15552000000@192.0.2.10>;tag=1", "To: <sip:+15551000000@example.com>",
                "Call-ID: \(callID)", "CSeq: 1 INVITE", "Contact: <sip:192.0.2.10>",
                "Content-Type: application/sdp", "Content-Length: \(body.utf8.count)",
            ].joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }

    static func answer(_ status: String, callID: String = "one@192.0.2.10") -> [UInt8] {
        Array(
            ([
                "SIP/2.0 \(status)", "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKa",
                "From: <sip:+15552000000@192.0.2.10>;tag=1",
                "To: <sip:+15551000000@example.com>;tag=2", "Call-ID: \(callID)", "CSeq: 1 INVITE",
                "Content-Length: 0",
            ].joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// A call of these messages, 1.5 s apart; the first arrives, then they take turns.
    static func trace(
        of messages: [[UInt8]], over transport: String = "UDP", local: String = "192.0.2.1:5060",
        remote: String = "192.0.2.10:5070", isRedacted: Bool = false
    ) -> CallTrace {
        let events = messages.enumerated().map { place, octets in
            CallTrace.Event.message(
                TracedMessage(
                    at: beginning + Int64(place) * 1_500_000, isReceived: place % 2 == 0,
                    transport: transport, local: local, remote: remote, from: place % 2,
                    to: 1 - place % 2, label: "", cseq: "1 INVITE", isRetransmission: false,
                    hasBody: false, text: String(decoding: octets, as: UTF8.self), octets: octets))
        }
        return CallTrace(
            summary: CallSummary(
                id: "00000000000000aa", kind: .call, began: beginning, ended: beginning,
                source: remote, transport: transport, trunk: "voxbone", caller: "+15552000000",
                called: "+15551000000", callID: "one@192.0.2.10", method: "INVITE", status: 486,
                reason: "relayed", messages: messages.count, isFailed: true),
            participants: [
                CallTrace.Participant(role: .trunk, endpoint: remote, name: "voxbone"),
                CallTrace.Participant(role: .node, endpoint: local, name: "this node"),
            ], events: events,
            diagnosis: CallTrace.Diagnosis(sentence: "The phone is busy."), isRedacted: isRedacted)
    }
}
