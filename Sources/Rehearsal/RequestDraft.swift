import NIOCore
import NetworkAddresses
import SIPMessages

/// A request that a party is about to send.
///
/// RFC 3261 8.1.1.
struct RequestDraft {
    var method: StaticString
    var uri: String
    /// With its tag.
    var from: String
    /// With its tag inside a dialog.
    var to: String
    var callID: String
    var cseq: Int
    var branch = RequestDraft.token("z9hG4bK")
    /// In the order in which they are visited, each in angle brackets.
    var routes: [String] = []
    /// Further header lines without their line ends.
    var lines: [String] = []
    var body = ""

    func bytes(by socket: any PartySocket) -> ByteBuffer {
        var writer = ByteWriter(capacity: 1024)
        writer.write(method)
        writer.write(" \(uri) SIP/2.0\r\nVia: SIP/2.0/")
        writer.write(socket.transport)
        writer.write(" \(socket.endpoint);rport;branch=\(branch)\r\n")
        writer.write(
            "Max-Forwards: 70\r\nFrom: \(from)\r\nTo: \(to)\r\nCall-ID: \(callID)\r\nCSeq: \(cseq) "
        )
        writer.write(method)
        writer.write("\r\n")
        for route in routes { writer.write("Route: \(route)\r\n") }
        for line in lines { writer.write("\(line)\r\n") }
        writer.write("Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return writer.buffer
    }

    /// A text that nobody else has.
    static func token(_ start: String) -> String {
        start + String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

/// A request that is sent again until somebody answers.
///
/// RFC 3261 17.1.1 and 17.1.2 without their ends: the rehearsal as a whole has one.
struct UnansweredRequest {
    let bytes: ByteBuffer
    private let branch: String
    /// Number and method, which part a CANCEL from its INVITE.
    private let cseq: String
    private(set) var next: ContinuousClock.Instant
    private var interval = Duration.milliseconds(500)
    private let isRepeated: Bool

    init(_ draft: RequestDraft, by socket: any PartySocket) {
        bytes = draft.bytes(by: socket)
        branch = draft.branch
        cseq = "\(draft.cseq) \(draft.method)"
        isRepeated = !socket.isReliable
        next = .now + interval
    }

    func isAnswered(by response: ReceivedMessage) -> Bool {
        response.branch == branch && response.header(.cseq) == cseq
    }

    /// - Returns: true if it is time to send it again.
    mutating func isDue(_ now: ContinuousClock.Instant) -> Bool {
        guard now >= next else { return false }
        interval *= 2
        next = now + interval
        return isRepeated
    }
}

/// A silent description of sound: nobody listens to it in a rehearsal.
func sessionDescription(_ local: SocketEndpoint, _ direction: String = "inactive") -> String {
    let family = local.address.isV4 ? "IP4" : "IP6"
    return """
        v=0\r
        o=- 1 1 IN \(family) \(local.address)\r
        s=-\r
        c=IN \(family) \(local.address)\r
        t=0 0\r
        m=audio 49170 RTP/AVP 8\r
        a=rtpmap:8 PCMA/8000\r
        a=\(direction)\r

        """
}
