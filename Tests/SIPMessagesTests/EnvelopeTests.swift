import SIPMessages
import Testing

@Suite("The envelope")
struct EnvelopeTests {
    @Test("A request's envelope holds what its mandatory headers say")
    func request() throws {
        let message = try wellFormed(invite())
        let envelope = try Envelope.read(message)
        #expect(envelope.method == .invite)
        #expect(message.text(envelope.requestURI?.host) == "example.com")
        #expect(message.text(envelope.via.branch) == "z9hG4bK-a1")
        #expect(envelope.viaCount == 2)
        #expect(message.text(envelope.from.displayName) == "\"Alice\"")
        #expect(message.text(envelope.fromTag) == "1928")
        #expect(message.text(envelope.to.uri.user) == "bob")
        #expect(envelope.toTag == nil)
        #expect(message.text(envelope.callID) == "a84b4c76e66710@example.com")
        #expect(envelope.cseq == 314_159)
        #expect(message.text(envelope.cseqMethodBytes) == "INVITE")
        #expect(envelope.maxForwards == 70)
    }

    @Test("A response's method is that of its CSeq")
    func response() throws {
        let text = invite().replacing("INVITE sip:bob@example.com SIP/2.0", with: "SIP/2.0 200 OK")
        let envelope = try Envelope.read(try wellFormed(text))
        #expect(envelope.method == .invite)
        #expect(envelope.requestURI == nil)
    }

    @Test("Several Vias in one line are counted, and the first is the top")
    func vias() throws {
        let text = invite().replacing(
            "Via: SIP/2.0/UDP 192.0.2.1",
            with: "Via: SIP/2.0/UDP a;branch=1 , SIP/2.0/UDP b;x=\",\",SIP/2.0/UDP 192.0.2.1")
        let message = try wellFormed(text)
        let envelope = try Envelope.read(message)
        #expect(envelope.viaCount == 4)
        #expect(message.text(envelope.via.whole) == "SIP/2.0/UDP a;branch=1")
    }

    private static let mandatory = ["Via", "From", "To", "Call-ID", "CSeq"]

    @Test("A message without a mandatory header is refused", arguments: mandatory)
    func missing(name: String) throws {
        let message = try wellFormed(invite().replacing("\(name):", with: "X-\(name):"))
        let fault = #expect(throws: Fault.self) { try Envelope.read(message) }
        #expect(fault?.status == 400)
        #expect(fault?.reason.description == "Missing \(name)")
    }

    @Test(
        "A header that may stand once is refused twice",
        arguments: mandatory.dropFirst() + ["Max-Forwards"])
    func repeated(name: String) throws {
        let text = invite()
        let line = try #require(text.split(separator: "\r\n").first { $0.hasPrefix(name + ":") })
        let message = try wellFormed(
            text.replacing(line + "\r\n", with: line + "\r\n" + line + "\r\n"))
        let fault = #expect(throws: Fault.self) { try Envelope.read(message) }
        #expect(fault?.reason.description == "Repeated \(name)")
    }

    @Test("Max-Forwards may be missing")
    func noMaxForwards() throws {
        let message = try wellFormed(invite().replacing("Max-Forwards:", with: "X:"))
        #expect(try Envelope.read(message).maxForwards == nil)
    }

    @Test("A From without tag is that of an RFC 2543 peer")
    func noFromTag() throws {
        let message = try wellFormed(invite().replacing(";tag=1928", with: ""))
        #expect(throws: Fault.self) { try Envelope.read(message) }
        #expect(try Envelope.read(message, acceptingRFC2543: true).fromTag == nil)
    }

    @Test(
        "A header with a bad value is refused",
        arguments: [
            ("Max-Forwards: 70", "Max-Forwards: 256"), ("Max-Forwards: 70", "Max-Forwards: -1"),
            ("Max-Forwards: 70", "Max-Forwards:"), ("CSeq: 314159 INVITE", "CSeq: 314159 ACK"),
            ("CSeq: 314159 INVITE", "CSeq: 314159 invite"),
            ("CSeq: 314159 INVITE", "CSeq: 2147483648 INVITE"),
            ("CSeq: 314159 INVITE", "CSeq: INVITE"), ("CSeq: 314159 INVITE", "CSeq: 314159"),
            ("CSeq: 314159 INVITE", "CSeq: 314159INVITE"),
            ("CSeq: 314159 INVITE", "CSeq: 314159 INVITE x"),
            ("CSeq: 314159 INVITE", "CSeq: -1 INVITE"), ("CSeq: 314159 INVITE", "CSeq:"),
            ("Call-ID: a84b4c76e66710@example.com", "Call-ID:"),
            ("Call-ID: a84b4c76e66710@example.com", "Call-ID: a b"),
            (";tag=1928", ";tag"), (";tag=1928", ";tag=\"x\""), (";tag=1928", ";tag=a@b"),
            ("To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag="),
            ("To: <sip:bob@example.com>", "To:"),
            ("INVITE sip:bob@example.com", "INVITE <sip:bob@example.com>"),
            ("INVITE sip:bob@example.com", "INVITE bob"),
            ("INVITE sip:bob@example.com", "INVITE sip:bob@example.com?a=b"),
            (";branch=z9hG4bK-a1", ";branch=z9hG4bK"),
        ])
    func badValue(good: String, bad: String) throws {
        let text = invite()
        try #require(text.contains(good))
        let message = try wellFormed(text.replacing(good, with: bad))
        let fault = #expect(throws: Fault.self, "\(bad)") { try Envelope.read(message) }
        #expect(fault?.status == 400)
    }

    @Test("The highest CSeq is 2^31 - 1")
    func highestCSeq() throws {
        let message = try wellFormed(invite().replacing("314159", with: "2147483647"))
        #expect(try Envelope.read(message).cseq == 2_147_483_647)
    }

    @Test("A bad Contact matters to INVITE and REGISTER only")
    func contacts() throws {
        for (method, isRefused) in [
            ("INVITE", true), ("REGISTER", true), ("OPTIONS", false), ("BYE", false),
        ] {
            let text = invite("Contact: <sip:a@h>,").replacing("INVITE", with: method)
            let message = try wellFormed(text)
            #expect((try? Envelope.read(message)) == nil ? isRefused : !isRefused, "\(method)")
        }
    }
}
