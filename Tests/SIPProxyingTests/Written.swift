import NIOCore
import SIPMessages

/// A message that a test wrote down, parsed.
struct Written {
    let message: SIPMessage
    let envelope: Envelope

    init(_ lines: [String], body: String = "") throws {
        var parsed = SIPMessage()
        let text = lines.joined(separator: "\r\n") + "\r\n\r\n" + body
        guard
            case .message = SIPParser.parse(
                ByteBuffer(string: text), framing: .datagram, into: &parsed)
        else {
            preconditionFailure("the test's message does not parse: \(text)")
        }
        message = parsed
        envelope = try Envelope.read(parsed)
    }

    static let mandatory = [
        "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1", "Max-Forwards: 70",
        "From: <sip:a@b.example>;tag=f",
        "To: <sip:c@d.example>", "Call-ID: 1", "CSeq: 1 INVITE",
    ]

    /// An INVITE of the usual lines, with some of them changed.
    static func invite(
        _ more: [String] = [], via: [String] = [mandatory[0]], uri: String = "sip:c@d.example",
        body: String = ""
    ) throws -> Written {
        try Written(["INVITE \(uri) SIP/2.0"] + via + mandatory.dropFirst() + more, body: body)
    }
}
