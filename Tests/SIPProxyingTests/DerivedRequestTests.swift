import NIOCore
import SIPMessages
import SIPProxying
import Testing

/// The CANCEL and the ACK that a proxy makes itself.
struct DerivedRequestTests {
    private static let more = ["Route: <sip:edge;lr>", "Content-Type: application/sdp", "X: 1"]

    @Test func `CANCEL has the INVITE's own lines, its Route and one Via`() throws {
        let invite = try Written.invite(
            Self.more, via: ["Via: SIP/2.0/UDP us;branch=z9hG4bKu, SIP/2.0/UDP them"],
            uri: "sip:me@phone", body: "sdp")
        let text = String(
            buffer: DerivedRequest.cancel(of: invite.message, invite.envelope, allocator: .init()))
        #expect(
            text == """
                CANCEL sip:me@phone SIP/2.0\r
                Via: SIP/2.0/UDP us;branch=z9hG4bKu\r
                Max-Forwards: 70\r
                Route: <sip:edge;lr>\r
                From: <sip:a@b.example>;tag=f\r
                To: <sip:c@d.example>\r
                Call-ID: 1\r
                CSeq: 1 CANCEL\r
                Content-Length: 0\r
                \r\n
                """)
    }

    @Test func `ACK has the To of the refusal`() throws {
        let invite = try Written.invite()
        let refusal = try Written(
            ["SIP/2.0 486 Busy Here"]
                + Written.mandatory.map { $0.hasPrefix("To") ? "To: <sip:c@d.example>;tag=t" : $0 })
        let text = String(
            buffer: DerivedRequest.acknowledgement(
                of: invite.message, invite.envelope, response: refusal.message, allocator: .init()))
        #expect(
            text.hasPrefix(
                "ACK sip:c@d.example SIP/2.0\r\n\(Written.mandatory[0])\r\n"
            ))
        #expect(text.contains("\r\nTo: <sip:c@d.example>;tag=t\r\n"))
        #expect(text.contains("\r\nCSeq: 1 ACK\r\n"))
    }
}
