import NIOCore
import SIPMessages
import Testing

@Suite("Parsing")
struct ParserTests {
    @Test("A request falls into start line, fields and body")
    func request() throws {
        let message = try wellFormed(invite("Subject:  a \n\tb  ", body: "v=0"))
        guard case .request(let method, let methodBytes, let uri) = message.start else {
            Issue.record("no request")
            return
        }
        #expect(method == .invite)
        #expect(message.text(methodBytes) == "INVITE")
        #expect(message.text(uri) == "sip:bob@example.com")
        #expect(message.fields.count == 9)
        let subject = try #require(message.first(.subject))
        #expect(message.text(subject.value) == "a \r\n\tb")
        #expect(message.text(subject.line) == "Subject:  a \r\n\tb  \r\n")
        #expect(message.text(subject.nameBytes) == "Subject")
        #expect(message.text(message.body) == "v=0")
    }

    @Test("A response falls into code and reason")
    func response() throws {
        let message = try wellFormed("SIP/2.0 200 Fein, danke\r\nContent-Length: 0\r\n\r\n")
        guard case .status(let code, let reason) = message.start else {
            Issue.record("no response")
            return
        }
        #expect(code == 200)
        #expect(message.text(reason) == "Fein, danke")
        #expect(!message.isRequest)
    }

    @Test(
        "Bytes without a SIP start line are no message",
        arguments: [
            "", "\r\n", "\r\n\r\n\r\n", "x", "INVITE", "INVITE \r\n", "GET / HTTP/1.1\r\n\r\n",
            "\0\u{1}\0\0!\u{12}ABC\r\n",
            "INVITE sip:a\r\n\r\n", "INVITE SIP/2.0\r\n\r\n", "INVITE sip:a SIP/2.0",
            " INVITE sip:a SIP/2.0\r\n\r\n",
            "IN(VITE sip:a SIP/2.0\r\n\r\n", "SIP/\r\n\r\n",
        ])
    func notSIP(text: String) {
        #expect(parse(text).outcome.isNotSIP)
    }

    @Test(
        "A bad start line is a fault with its status",
        arguments: [
            ("INVITE  sip:a SIP/2.0", 400), ("INVITE sip:a  SIP/2.0", 400),
            ("INVITE sip:a SIP/2.0 ", 400),
            ("INVITE sip:a\tb SIP/2.0", 400), ("INVITE sip:a SIP/2.0\t", 400),
            ("INVITE sip:a SIP/3.0", 505),
            ("INVITE sip:a SIP/2.00", 505), ("INVITE sip:a\u{1} SIP/2.0", 400),
            ("SIP/2.0 99 X", 400),
            ("SIP/2.0 700 X", 400), ("SIP/2.0 2000 X", 400), ("SIP/2.0 200", 400),
            ("SIP/2.0  200 X", 400),
            ("SIP/3.0 200 X", 400), ("SIP/2.0 2x0 X", 400), ("SIP/2.0", 400),
        ])
    func badStart(line: String, status: UInt16) {
        #expect(parse(line + "\r\nContent-Length: 0\r\n\r\n").outcome.fault?.status == status)
    }

    @Test("The version may be written in any case, and empty lines may come before")
    func lenience() throws {
        _ = try wellFormed("INVITE sip:a sip/2.0\r\nl: 0\r\n\r\n")
        let message = try wellFormed("\r\n\r\nINVITE sip:a SIP/2.0\r\nl: 0\r\n\r\n")
        #expect(MessageEditor().write(message).text == "INVITE sip:a SIP/2.0\r\nl: 0\r\n\r\n")
    }

    @Test(
        "A bad header line is a fault, and the lines around it are still read",
        arguments: [
            "Foobar roobar", ": x", "Na me: x", "N\u{e9}: x", "X: a\rb", "X: a\u{0}b", "X: a\nb",
            "X: a\u{7f}b",
        ])
    func badLine(line: String) {
        let (outcome, message) = parse(
            "INVITE sip:a SIP/2.0\r\nTo: x\r\n\(line)\r\nFrom: y\r\nl: 0\r\n\r\n")
        #expect((outcome.fault?.status == 400) != line.contains("\u{7f}"))
        #expect(message.first(.to) != nil)
        #expect(message.first(.from) != nil)
    }

    @Test("A first header line cannot continue anything")
    func leadingFold() {
        #expect(
            parse("INVITE sip:a SIP/2.0\r\n To: x\r\nl: 0\r\n\r\n").outcome.fault?.status == 400)
    }

    @Test("A control character behind a backslash is a quoted pair")
    func quotedControl() throws {
        _ = try wellFormed(invite("Subject: \"\\\u{0}\\\u{7}\""))
        #expect(parse(invite("Subject: \"\u{0}\"")).outcome.fault != nil)
    }

    @Test(
        "Content-Length is obeyed, in a datagram as in a stream",
        arguments: [
            ("Content-Length: 4\r\n", "abcd", 4, nil, nil),
            ("Content-Length: 2\r\n", "abcd", 2, nil, 400),
            ("Content-Length: 5\r\n", "abcd", 4, 400, 400), ("", "abcd", 4, nil, 400),
            ("Content-Length: -1\r\n", "abcd", 4, 400, 400),
            ("Content-Length: \r\n", "abcd", 4, 400, 400),
            ("Content-Length: 4\r\nl: 4\r\n", "abcd", 4, 400, 400),
            ("l : 0004\r\n", "abcd", 4, nil, nil),
            ("Content-Length: 99999999999999999999\r\n", "abcd", 4, 400, 400),
        ] as [(String, String, Int, UInt16?, UInt16?)])
    func contentLength(line: String, body: String, length: Int, datagram: UInt16?, stream: UInt16?)
    {
        let text = "MESSAGE sip:a SIP/2.0\r\n\(line)\r\n\(body)"
        let (outcome, message) = parse(text)
        #expect(outcome.fault?.status == datagram)
        #expect(message.body.count == length)
        #expect(parse(text, .stream).outcome.fault?.status == stream)
    }

    @Test("Ranges count from the first readable byte")
    func readerIndex() throws {
        var bytes = ByteBuffer(string: "junk" + invite())
        bytes.moveReaderIndex(forwardBy: 4)
        var message = SIPMessage()
        _ = SIPParser.parse(bytes, framing: .datagram, into: &message)
        #expect(message.text(message.fields[2].nameBytes) == "Max-Forwards")
    }
}

@Suite("Limits")
struct LimitTests {
    @Test("A message of 65,535 octets is read, a longer one is answered 513")
    func messageLength() throws {
        let head = invite().utf8.count - 1
        let longest = invite(
            body: String(repeating: "x", count: SIPParser.longestMessage - head - 5))
        let length = longest.utf8.count
        _ = try wellFormed(longest)
        #expect(length > 65_500)
        let (outcome, message) = parse(invite(body: String(repeating: "x", count: 70_000)))
        #expect(outcome.fault?.status == 513)
        #expect(message.first(.callID) != nil)
        #expect(message.body.end == 65_535)
    }

    @Test("A header line has at most 8 KiB")
    func lineLength() {
        let longest = "Subject: " + String(repeating: "x", count: 8_192 - 11)
        #expect(parse(invite(longest)).outcome.fault == nil)
        #expect(parse(invite(longest + "x")).outcome.fault?.status == 400)
    }

    @Test("A message has at most 256 header lines")
    func fieldCount() {
        let lines = { (count: Int) in (0..<count).map { "X-\($0): y" }.joined(separator: "\n") }
        #expect(parse(invite(lines(256 - 8))).outcome.fault == nil)
        let (outcome, message) = parse(invite(lines(257 - 8)))
        #expect(outcome.fault?.status == 400)
        #expect(message.fields.count == 256)
    }

    @Test("A Request-URI has at most 1 KiB")
    func uriLength() {
        let longest = "sip:" + String(repeating: "a", count: 1_020)
        #expect(parse(invite(uri: longest)).outcome.fault == nil)
        #expect(parse(invite(uri: longest + "a")).outcome.fault?.status == 414)
    }
}
