import NetworkAddresses
import SIPMessages
import Testing

@Suite("Responses")
struct ResponseBuilderTests {
    private let source = SocketEndpoint(IPAddress(v4: 0xC633_6407), 40_001)

    private func respond(
        _ text: String, _ status: UInt16 = 404, tag: UInt64? = 0xAB,
        from source: SocketEndpoint? = nil,
        recordRoutes: Bool = false
    ) -> String {
        let (_, message) = parse(text)
        return ResponseBuilder.response(
            to: message, status: status, reason: ReasonPhrase.standard(status), toTag: tag,
            source: source,
            recordRoutes: recordRoutes
        ).text
    }

    @Test("A response is made of the request's own lines")
    func lines() {
        #expect(
            respond(invite("Subject: x", "Record-Route: <sip:p;lr>"))
                == """
                SIP/2.0 404 Not Found
                Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-a1;rport
                Via: SIP/2.0/TCP phone.example.com;branch=z9hG4bK-b2
                From: "Alice" <sip:alice@example.com>;tag=1928
                To: <sip:bob@example.com>;tag=ab
                Call-ID: a84b4c76e66710@example.com
                CSeq: 314159 INVITE
                Content-Length: 0


                """.wire)
    }

    @Test("A response to a response's envelope is well formed")
    func wellFormedness() throws {
        for (name, bytes) in Corpus.flows where bytes.starts(with: Array("INVITE".utf8)) {
            let (_, request) = parse(bytes)
            guard let asked = try? Envelope.read(request) else { continue }
            let text = ResponseBuilder.response(
                to: request, status: 200, reason: "OK", toTag: 7, source: source, recordRoutes: true
            ).text
            let response = try wellFormed(text, .stream)
            let envelope = try Envelope.read(response)
            #expect(envelope.method == asked.method, "\(name)")
            #expect(envelope.viaCount == asked.viaCount, "\(name)")
            #expect(envelope.cseq == asked.cseq, "\(name)")
            #expect(envelope.toTag != nil, "\(name)")
        }
    }

    @Test("rport is filled in, and received with it")
    func rport() {
        #expect(
            respond(invite(), from: source).contains(
                "192.0.2.1:5060;branch=z9hG4bK-a1;rport=40001;received=198.51.100.7\r\n"
            ))
    }

    @Test("Without rport, received is added only if the source is not the sent-by address")
    func received() {
        let text = invite().replacing(";rport", with: "")
        #expect(
            respond(text, from: source).contains(";branch=z9hG4bK-a1;received=198.51.100.7\r\n"))
        let same = SocketEndpoint(IPAddress(v4: 0xC000_0201), 1)
        #expect(!respond(text, from: same).contains("received"))
        #expect(respond(invite(), from: same).contains(";rport=1;received=192.0.2.1\r\n"))
        #expect(
            respond(text.replacing("192.0.2.1", with: "h"), from: same).contains(
                ";received=192.0.2.1\r\n"))
    }

    @Test("What the peer filled in itself does not count")
    func filled() {
        for parameters in [
            ";received=192.0.2.7;rport=9", ";rport=9;received=192.0.2.7",
            ";Received=h ;x; RPORT = 9",
        ] {
            let response = respond(invite().replacing(";rport", with: parameters), from: source)
            #expect(response.contains(";received=198.51.100.7"), "\(parameters)")
            #expect(response.contains(";rport=40001"), "\(parameters)")
            #expect(!response.contains("192.0.2.7"), "\(parameters)")
            #expect(parse(response).outcome.fault == nil)
        }
        let untouched = invite().replacing(";rport", with: ";received=192.0.2.7;rport=9")
        #expect(respond(untouched).contains(";branch=z9hG4bK-a1;received=192.0.2.7;rport=9\r\n"))
    }

    @Test("In a line of several Vias only the first is touched")
    func joined() {
        let text = invite().replacing(";rport", with: ";rport;x=y , SIP/2.0/UDP i;rport")
        #expect(
            respond(text, from: source).contains(
                ";rport=40001;x=y;received=198.51.100.7 , SIP/2.0/UDP i;rport\r\n"))
    }

    @Test("A tag is added where there is none, but not by 100")
    func tags() {
        #expect(!respond(invite(), 100).contains(";tag=ab"))
        #expect(!respond(invite(), tag: nil).contains(";tag=ab"))
        let tagged = invite().replacing(
            "To: <sip:bob@example.com>", with: "To: <sip:bob@example.com;tag=u>;x;TAG=t")
        #expect(respond(tagged).contains("To: <sip:bob@example.com;tag=u>;x;TAG=t\r\n"))
        let untagged = invite().replacing(
            "To: <sip:bob@example.com>", with: "To: \r\n <sip:bob@example.com;tag=u> ")
        #expect(respond(untagged).contains("To: \r\n <sip:bob@example.com;tag=u>;tag=ab \r\n"))
    }

    @Test("Record-Routes are copied when asked for")
    func recordRoutes() {
        let text = invite("Record-Route: <sip:p;lr>", "record-route: <sip:q;lr>, <sip:r;lr>")
        let response = respond(text, 200, recordRoutes: true)
        #expect(
            response.contains(
                "Record-Route: <sip:p;lr>\r\nrecord-route: <sip:q;lr>, <sip:r;lr>\r\n"))
    }

    @Test("The caller's lines and body are written with their length")
    func body() throws {
        let message = try wellFormed(invite())
        let response = ResponseBuilder.response(
            to: message, status: 488, reason: "Not Acceptable Here", toTag: 1, source: nil,
            body: Array("hello".utf8)
        ) { $0.write("Content-Type: text/plain\r\n") }
        #expect(
            response.text.hasSuffix("Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello"))
    }

    @Test("A malformed request is answered with the lines that it has")
    func malformed() throws {
        for name in ["insuf", "quotbal", "badinv01", "baddn", "clerr", "trws"] {
            let (_, message) = parse(try #require(Corpus.torture[name]))
            let response = ResponseBuilder.response(
                to: message, status: 400, reason: "Bad Request", toTag: 1, source: source)
            #expect(parse(response.text, .stream).outcome.fault == nil, "\(name)")
            #expect(parse(response.text).message.first(.via) != nil, "\(name)")
        }
    }

    @Test("Every status has a phrase, the registered ones their own")
    func phrases() {
        let phrases: [(UInt16, String)] = [
            (100, "Trying"), (183, "Session Progress"), (200, "OK"), (302, "Moved Temporarily"),
            (400, "Bad Request"),
            (416, "Unsupported URI Scheme"), (420, "Bad Extension"), (487, "Request Terminated"),
            (503, "Service Unavailable"), (603, "Decline"), (199, "Early Dialog Terminated"),
            (455, "Client Error"),
        ]
        for (status, expected) in phrases {
            #expect(ReasonPhrase.standard(status).description == expected)
        }
        for status in UInt16(0)...999 {
            #expect(ReasonPhrase.standard(status).utf8CodeUnitCount > 0)
        }
    }
}
