import CallTraces
import Testing

@Suite struct RedactionTests {
    private func redacted(_ lines: String...) -> [String] {
        let octets = Array(lines.joined(separator: "\r\n").utf8)
        let redacted = Redaction.redact(octets)
        #expect(redacted.count == octets.count)
        return String(decoding: redacted, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false
        ).map(String.init)
    }

    @Test func `A body is overwritten and its length stays true`() {
        let lines = redacted(
            "MESSAGE sip:b@example.com SIP/2.0", "Content-Length: 11", "", "Hello\r\nyou!")
        #expect(
            lines == [
                "MESSAGE sip:b@example.com SIP/2.0", "Content-Length: 11", "", "xxxxx", "xxxx",
            ])
    }

    @Test func `Of credentials the names are left that say whose they are`() {
        let lines = redacted(
            "REGISTER sip:example.com SIP/2.0",
            #"Authorization: Digest username="1@a", realm="a", nonce="n,\"1", uri="sip:a", nc=00000001, cnonce="c1", qop=auth, response="abcdef", opaque="o""#,
            "", "")
        #expect(
            lines[1]
                == #"Authorization: Digest username="1@a", realm="a", nonce="xxx"x", uri="sip:a", nc=00000001, cnonce="xx", qop=auth, response="xxxxxx", opaque="x""#
        )
    }

    @Test func `Folded, compact, capital and other schemes hide nothing from it`() {
        let lines = redacted(
            "INVITE sip:b@example.com SIP/2.0",
            "PROXY-AUTHORIZATION : digest response=\"abc\",", " cnonce=\"def\"",
            "Authorization: Basic YWJj", "y: eyJhbGciOi;info=<https://a/b>;alg=ES256", "", "")
        #expect(lines[1] == "PROXY-AUTHORIZATION : digest response=\"xxx\",")
        #expect(lines[2] == " cnonce=\"xxx\"")
        #expect(lines[3] == "Authorization: Basic xxxx")
        #expect(lines[4] == "y: xxxxxxxxxx;info=<https://a/b>;alg=ES256")
    }

    @Test func `A challenge loses its nonce`() {
        let lines = redacted(
            "SIP/2.0 401 Unauthorized",
            #"WWW-Authenticate: Digest realm="a", nonce="abc", stale=false, ck="1", qop="auth""#,
            "", "")
        #expect(
            lines[1]
                == #"WWW-Authenticate: Digest realm="a", nonce="xxx", stale=false, ck="x", qop="auth""#
        )
    }

    @Test func `A password in a URI is overwritten, its port is not`() {
        let lines = redacted(
            "INVITE sip:bob:secret@example.com SIP/2.0",
            "From: \"A: B\" <sip:alice:pw@example.com:5060>;tag=1",
            "Contact: <sip:alice@192.0.2.1:5060>", "", "")
        #expect(lines[0] == "INVITE sip:bob:xxxxxx@example.com SIP/2.0")
        #expect(lines[1] == "From: \"A: B\" <sip:alice:xx@example.com:5060>;tag=1")
        #expect(lines[2] == "Contact: <sip:alice@192.0.2.1:5060>")
    }

    @Test func `A body that no empty line parts off is overwritten too`() {
        let lines = redacted(
            "INVITE sip:b@example.com SIP/2.0", "Call-ID: 1", "v=0", "a=crypto:1 inline:key")
        #expect(lines == ["INVITE sip:b@example.com SIP/2.0", "Call-ID: 1", "xxx", String(repeating: "x", count: 21)])
    }

    @Test func `Of what is no SIP the first line is left`() {
        let lines = redacted("GET / HTTP/1.1", "Cookie: a", "", "b")
        #expect(lines == ["GET / HTTP/1.1", "xxxxxxxxx", "", "x"])
    }

    @Test(arguments: [
        "", "\r\n\r\n", "\0", "SIP/", "SIP/2.0", "INVITE", " \r\n \r\n", "A SIP/2.0\r\n:\r\n=\r\n,",
        "A B SIP/2.0\r\nAuthorization:\r\n\r\n", "A B SIP/2.0\r\nAuthorization: Digest",
        "A B SIP/2.0\r\nAuthorization: Digest ,,,\"\\", "A B SIP/2.0\nAuthorization: Digest a=\"b",
        "A B SIP/2.0\r\nFrom: @@@\r\nTo: :@:@\r\ny:", "A B SIP/2.0\r\n\u{1}\u{7F}: \u{FFFD}\r\n x",
    ])
    func `No message is too broken for it`(_ text: String) {
        let octets = Array(text.utf8)
        #expect(Redaction.redact(octets).count == octets.count)
        for cut in octets.indices {
            #expect(Redaction.redact(Array(octets[..<cut])).count == cut)
        }
    }
}
