import Troubleshooting

/// A call from the trunk to a phone as the node remembers it, with what a test changes in it.
struct CallOfTheTest {
    static let invite = """
        INVITE sip:15551000000@example.com SIP/2.0\r
        Via: SIP/2.0/UDP 81.201.82.45:5060;branch=z9hG4bKa\r
        Max-Forwards: 70\r
        From: <sip:442079460000@81.201.82.45>;tag=a\r
        To: <sip:15551000000@example.com>\r
        Call-ID: a84b4c76e66710@81.201.82.45\r
        CSeq: 1 INVITE\r
        \r

        """

    static let passedOn = """
        INVITE sip:15551000000@192.0.2.30:5062 SIP/2.0\r
        Via: SIP/2.0/UDP 192.0.2.5:5060;branch=z9hG4bKb\r
        Via: SIP/2.0/UDP 81.201.82.45:5060;branch=z9hG4bKa\r
        Max-Forwards: 69\r
        From: <sip:442079460000@81.201.82.45>;tag=a\r
        To: <sip:15551000000@example.com>\r
        Call-ID: a84b4c76e66710@81.201.82.45\r
        CSeq: 1 INVITE\r
        \r

        """

    private static let trunkMatched =
        "The source 81.201.82.45 is the entry 81.201.82.0/24 of the trunk voxbone."

    private(set) var trace: CallTrace

    init(
        id: String = "00112233aabbccdd", trunk: String = "voxbone", phone: String = "15551000000",
        trunkEndpoint: String = "81.201.82.45:5060", status: Int? = 200
    ) {
        let summary = CallSummary(
            id: id, kind: .call, began: 1_795_478_400_000_000, ended: 1_795_478_400_000_000,
            source: trunkEndpoint, transport: "UDP", trunk: trunk, caller: "442079460000",
            called: "15551000000", callID: "a84b4c76e66710@81.201.82.45", method: "INVITE",
            status: status, reason: status == 200 ? "relayed" : "not_registered", messages: 0,
            isFailed: status.map { $0 >= 300 } ?? false)
        trace = CallTrace(
            summary: summary,
            participants: [
                .init(role: .trunk, endpoint: trunkEndpoint, name: trunk),
                .init(role: .node, endpoint: "192.0.2.5:5060", name: "this node"),
                .init(role: .phone, endpoint: "192.0.2.30:5062", name: phone),
            ],
            events: [],
            diagnosis: .init(sentence: "The phone answered and the caller hung up."),
            isRedacted: true)
    }

    /// As most are: rung, answered, ended.
    static var answered: CallTrace {
        var call = CallOfTheTest()
        call.pass("INVITE", from: 0, to: 1, after: 0, text: invite)
        call.decide("trunk_matched", trunkMatched)
        call.decide("host_ours", "The host example.com of the Request-URI is the home domain.")
        call.decide("subscriber_found", "The line 15551000000 exists; it was found in memory.")
        call.decide("contacts_chosen", "1 of 1 contacts is rung: sip:15551000000@192.0.2.30:5062.")
        call.pass("100 Trying", from: 1, to: 0, after: 1)
        call.pass("INVITE", from: 1, to: 2, after: 2, text: passedOn, madeFrom: 0)
        call.pass("INVITE", from: 1, to: 2, after: 502, text: passedOn, isAgain: true)
        call.pass("180 Ringing", from: 2, to: 1, after: 530)
        call.pass("180 Ringing", from: 1, to: 0, after: 531, madeFrom: 8)
        call.pass("200 OK", from: 2, to: 1, after: 4_210)
        call.pass("200 OK", from: 1, to: 0, after: 4_211, madeFrom: 10)
        call.pass("ACK", from: 0, to: 1, after: 4_260)
        call.pass("ACK", from: 1, to: 2, after: 4_261, madeFrom: 12)
        call.pass("BYE", from: 0, to: 1, after: 65_400)
        call.pass("BYE", from: 1, to: 2, after: 65_401, madeFrom: 14)
        call.pass("200 OK", from: 2, to: 1, after: 65_440)
        call.pass("200 OK", from: 1, to: 0, after: 65_441, madeFrom: 16)
        return call.trace
    }

    /// Whose phone is not registered.
    static var unregistered: CallTrace {
        var call = CallOfTheTest(id: "ffee00112233aabb", status: 480)
        call.trace.participants.removeLast()
        call.trace.diagnosis = .init(
            sentence: "No phone is registered for 15551000000.",
            remedy: "Register a phone with the settings of the line's page.")
        call.pass("INVITE", from: 0, to: 1, after: 0, text: invite)
        call.decide("trunk_matched", trunkMatched)
        call.decide("no_contacts", "Nothing is registered: the last contact expired at 23:10.")
        call.pass("480 Temporarily Unavailable", from: 1, to: 0, after: 3)
        call.pass("ACK", from: 0, to: 1, after: 44)
        return call.trace
    }

    /// - Parameter milliseconds: since the call began.
    mutating func pass(
        _ label: String, from: Int, to: Int, after milliseconds: Int64, text: String? = nil,
        isAgain: Bool = false, madeFrom: Int? = nil
    ) {
        let isReceived = trace.participants[to].role == .node
        let (here, there) = isReceived ? (to, from) : (from, to)
        let text = text ?? "\(label) of the test\r\n\r\n"
        let message = TracedMessage(
            at: trace.summary.began + milliseconds * 1000, isReceived: isReceived,
            transport: "UDP", local: trace.participants[here].endpoint,
            remote: trace.participants[there].endpoint, from: from, to: to, label: label,
            cseq: "1 INVITE", isRetransmission: isAgain, hasBody: false, text: text,
            octets: Array(text.utf8), madeFrom: madeFrom)
        trace.events.append(.message(message))
        trace.summary.messages += 1
        trace.summary.ended = message.at
    }

    mutating func decide(_ step: String, _ sentence: String) {
        trace.events.append(
            .decision(
                TracedDecision(at: trace.summary.ended, step: step, sentence: sentence)))
    }
}
