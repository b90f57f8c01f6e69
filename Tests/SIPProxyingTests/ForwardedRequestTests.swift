import Determinism
import NIOCore
import NetworkAddresses
import SIPMessages
import SIPProxying
import Testing

/// The copy of a request: exactly what RFC 3261 16.6 changes, and not a byte more.
struct ForwardedRequestTests {
    private static let via = OwnVia(
        prefix: Array("SIP/2.0/UDP 10.1.0.1:5060;branch=".utf8),
        branch: Branch(client: Handle(index: 1, generation: 2), secret: 0xABC))
    private static let viaLine =
        "Via: SIP/2.0/UDP 10.1.0.1:5060;branch=z9hG4bK00000002000000010000000000000abc"
    private static let source = SocketEndpoint(IPAddress("192.0.2.10")!, 5060)

    private static func write(
        _ written: Written, change: (inout ForwardedRequest.Plan) -> Void = { _ in }
    ) -> [String] {
        var plan = ForwardedRequest.Plan(via: via, source: source) { $0 == .pServedUser }
        change(&plan)
        var editor = MessageEditor()
        let bytes = ForwardedRequest.write(
            written.message, written.envelope, plan, editor: &editor,
            allocator: ByteBufferAllocator())
        return String(buffer: bytes).split(separator: "\r\n", omittingEmptySubsequences: false).map(
            String.init)
    }

    @Test func `Our Via goes on top and Max-Forwards falls; the rest stays`() throws {
        #expect(
            Self.write(try .invite(["X: 1", "l: 5"], body: "hello")) == [
                "INVITE sip:c@d.example SIP/2.0", Self.viaLine,
                "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1", "Max-Forwards: 69",
                "From: <sip:a@b.example>;tag=f",
                "To: <sip:c@d.example>", "Call-ID: 1", "CSeq: 1 INVITE", "X: 1", "l: 5", "",
                "hello",
            ])
    }

    @Test func `How long the body is gets said where it was not`() throws {
        let lines = Self.write(try .invite(body: "hello"))
        #expect(Array(lines.suffix(3)) == ["Content-Length: 5", "", "hello"])
    }

    @Test(arguments: [
        ("192.0.2.10:5060;branch=z9hG4bK1", "192.0.2.10:5060;branch=z9hG4bK1"),
        (
            "192.0.2.10;rport;branch=z9hG4bK1",
            "192.0.2.10;rport=5060;branch=z9hG4bK1;received=192.0.2.10"
        ),
        (
            "192.0.2.10;branch=z9hG4bK1;rport",
            "192.0.2.10;branch=z9hG4bK1;rport=5060;received=192.0.2.10"
        ),
        ("10.9.9.9;branch=z9hG4bK1", "10.9.9.9;branch=z9hG4bK1;received=192.0.2.10"),
        ("sbc.example;branch=z9hG4bK1", "sbc.example;branch=z9hG4bK1;received=192.0.2.10"),
        (
            "192.0.2.10;received=6.6.6.6;branch=z9hG4bK1",
            "192.0.2.10;received=192.0.2.10;branch=z9hG4bK1"
        ),
        (
            "192.0.2.10;rport=1;branch=z9hG4bK1",
            "192.0.2.10;rport=5060;branch=z9hG4bK1;received=192.0.2.10"
        ),
    ])
    func `The Via below says where the request came from`(via: String, expected: String) throws {
        let lines = Self.write(try .invite(via: ["Via: SIP/2.0/UDP \(via)"]))
        #expect(lines[2] == "Via: SIP/2.0/UDP \(expected)")
    }

    @Test func `Of several Vias on a line the first is completed in its place`() throws {
        let lines = Self.write(
            try .invite(via: ["v: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK1 , SIP/2.0/TCP deep"]))
        #expect(
            lines[2]
                == "v: SIP/2.0/UDP 10.9.9.9;branch=z9hG4bK1;received=192.0.2.10 , SIP/2.0/TCP deep")
    }

    @Test func `Without Max-Forwards it is 70`() throws {
        let written = try Written(
            ["INVITE sip:c@d.example SIP/2.0"] + Written.mandatory.filter { !$0.hasPrefix("Max") })
        #expect(Self.write(written)[2] == "Max-Forwards: 70")
    }

    @Test func `The Request-URI is replaced where the target is another one`() throws {
        let lines = Self.write(try .invite()) { $0.requestURI = Array("sip:me@203.0.113.5".utf8) }
        #expect(lines[0] == "INVITE sip:me@203.0.113.5 SIP/2.0")
    }

    @Test(arguments: [
        (0, ["Route: <sip:1>, <sip:2>", "route: <sip:3>"]),
        (1, ["Route: <sip:2>", "route: <sip:3>"]),
        (2, ["route: <sip:3>"]), (3, []), (9, []),
    ])
    func `As many Route values go as are ours, across lines`(count: Int, left: [String]) throws {
        let lines = Self.write(try .invite(["Route: <sip:1>, <sip:2>", "X: 1", "route: <sip:3>"])) {
            $0.routesToRemove = count
        }
        #expect(lines.filter { $0.lowercased().hasPrefix("route") } == left)
        #expect(lines.contains("X: 1"))
    }

    @Test func `A new Route goes before what is left`() throws {
        let lines = Self.write(try .invite(["Route: <sip:1>, <sip:2>"])) {
            $0.routesToRemove = 1
            $0.route = Array("<sip:edge;lr>".utf8)
        }
        #expect(
            lines.filter { $0.hasPrefix("Route") } == ["Route: <sip:edge;lr>", "Route: <sip:2>"])
    }

    @Test func `Record-Route goes above the others, and behind the Vias where there are none`()
        throws
    {
        func add(_ plan: inout ForwardedRequest.Plan) {
            plan.recordRoute = OwnRecordRoute(
                token: Array("token".utf8), inner: Array("@inner;lr>".utf8),
                outer: Array("@outer;lr>".utf8))
        }
        let with = Self.write(try .invite(["Record-Route: <sip:before;lr>"]), change: add)
        #expect(
            with.filter { $0.hasPrefix("Record") } == [
                "Record-Route: <sip:token@inner;lr>", "Record-Route: <sip:token@outer;lr>",
                "Record-Route: <sip:before;lr>",
            ])
        let without = Self.write(try .invite(), change: add)
        #expect(
            Array(without[3...4]) == [
                "Record-Route: <sip:token@inner;lr>", "Record-Route: <sip:token@outer;lr>",
            ])
    }

    @Test func `What stops at the border goes, also when it is the last line`() throws {
        let lines = Self.write(
            try .invite(["P-Served-User: <sip:x>", "X: 1", "p-served-user: <sip:y>"]))
        #expect(!lines.contains { $0.lowercased().hasPrefix("p-served") })
        #expect(lines.contains("X: 1"))
    }

    @Test func `Identity and called party are added at the end`() throws {
        let lines = Self.write(try .invite(["P-Served-User: <sip:x>"], body: "hello")) {
            $0.assertedIdentity = Array("<sip:+1@h>".utf8)
            $0.namesCalledParty = true
        }
        #expect(
            Array(lines.suffix(5)) == [
                "P-Asserted-Identity: <sip:+1@h>", "P-Called-Party-ID: <sip:c@d.example>",
                "Content-Length: 5", "", "hello",
            ])
    }

    @Test func `The editor is used again without a trace of the last time`() throws {
        var editor = MessageEditor()
        var plan = ForwardedRequest.Plan(via: Self.via, source: Self.source) { _ in false }
        let written = try Written.invite()
        let first = ForwardedRequest.write(
            written.message, written.envelope, plan, editor: &editor,
            allocator: ByteBufferAllocator())
        plan.requestURI = Array("sip:other".utf8)
        _ = ForwardedRequest.write(
            written.message, written.envelope, plan, editor: &editor,
            allocator: ByteBufferAllocator())
        plan.requestURI = nil
        let third = ForwardedRequest.write(
            written.message, written.envelope, plan, editor: &editor,
            allocator: ByteBufferAllocator())
        #expect(first == third)
    }
}

/// The copy of a response: our Via goes, and what stops at the border. RFC 3261 16.7.
struct ForwardedResponseTests {
    private static func write(_ vias: [String], _ more: [String] = []) throws -> String? {
        let written = try Written(
            ["SIP/2.0 180 Ringing, really"] + vias + Written.mandatory.dropFirst() + more, body: "b"
        )
        var editor = MessageEditor()
        let bytes = ForwardedResponse.write(
            written.message, written.envelope, stops: { $0 == .pServedUser }, editor: &editor,
            allocator: ByteBufferAllocator())
        return bytes.map { String(buffer: $0) }
    }

    private static let rest = Written.mandatory.dropFirst().joined(separator: "\r\n")

    /// The response as it should leave, its body "b".
    private static func expected(_ via: String, _ more: String = "") -> String {
        "SIP/2.0 180 Ringing, really\r\n\(via)\r\n\(rest)\r\n\(more)Content-Length: 1\r\n\r\nb"
    }

    @Test func `Our Via goes with its line`() throws {
        let them = "Via: SIP/2.0/UDP them;branch=z9hG4bKt"
        let text = try Self.write(["Via: SIP/2.0/UDP us;branch=z9hG4bKu", them])
        #expect(text == Self.expected(them))
    }

    @Test func `Our Via goes out of a line that holds others`() throws {
        let text = try Self.write([
            "Via: SIP/2.0/UDP us;branch=z9hG4bKu , SIP/2.0/UDP them, SIP/2.0/UDP deep"
        ])
        #expect(text == Self.expected("Via: SIP/2.0/UDP them, SIP/2.0/UDP deep"))
    }

    @Test func `What stops at the border goes and the rest stays`() throws {
        let text = try Self.write(
            ["Via: SIP/2.0/UDP us;branch=z9hG4bKu, SIP/2.0/UDP them"], ["P-Served-User: x", "X: 1"])
        #expect(text == Self.expected("Via: SIP/2.0/UDP them", "X: 1\r\n"))
    }

    @Test func `A response to ourselves is for nobody beyond`() throws {
        #expect(try Self.write(["Via: SIP/2.0/UDP us;branch=z9hG4bKu"]) == nil)
    }
}
