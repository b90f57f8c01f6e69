import NIOCore
import SIPMessages
import Testing

/// Parses bytes as they would come in a datagram.
func parse(
    _ bytes: [UInt8], _ framing: MessageFraming = .datagram
) -> (outcome: ParseOutcome, message: SIPMessage) {
    var message = SIPMessage()
    let outcome = SIPParser.parse(ByteBuffer(bytes: bytes), framing: framing, into: &message)
    return (outcome, message)
}

func parse(_ text: String, _ framing: MessageFraming = .datagram) -> (
    outcome: ParseOutcome, message: SIPMessage
) {
    parse(Array(text.utf8), framing)
}

/// A message that must be well formed.
func wellFormed(_ text: String, _ framing: MessageFraming = .datagram) throws -> SIPMessage {
    let (outcome, message) = parse(text, framing)
    try #require(outcome.fault == nil && !outcome.isNotSIP, "\(outcome)")
    return message
}

extension ParseOutcome {
    var fault: Fault? {
        if case .malformed(let fault) = self { fault } else { nil }
    }

    var isNotSIP: Bool {
        if case .notSIP = self { true } else { false }
    }
}

extension SIPMessage {
    /// The text of one part.
    func text(_ range: ByteRange?) -> String? {
        guard let range else { return nil }
        return String(decoding: (0..<range.count).map { span.part(range)[$0] }, as: UTF8.self)
    }
}

extension String {
    /// The lines of a message as they are on the wire: each ends in CRLF.
    var wire: String {
        split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    }

    /// The bytes, and the part that is all of them.
    var whole: ByteRange { ByteRange(0, utf8.count) }
}

extension ByteBuffer {
    var text: String { String(buffer: self) }
}

/// A small valid INVITE with two Vias; the lines given stand before its Content-Length.
func invite(_ lines: String..., uri: String = "sip:bob@example.com", body: String = "") -> String {
    let extra = lines.map { $0 + "\n" }.joined()
    return """
        INVITE \(uri) SIP/2.0
        Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-a1;rport
        Via: SIP/2.0/TCP phone.example.com;branch=z9hG4bK-b2
        Max-Forwards: 70
        From: "Alice" <sip:alice@example.com>;tag=1928
        To: <sip:bob@example.com>
        Call-ID: a84b4c76e66710@example.com
        CSeq: 314159 INVITE
        \(extra)Content-Length: \(body.utf8.count)

        \(body)
        """.wire
}
