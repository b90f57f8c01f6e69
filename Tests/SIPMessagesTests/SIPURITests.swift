import NetworkAddresses
import SIPMessages
import Testing

@Suite("SIP URIs")
struct SIPURITests {
    private func parse(_ text: String) throws(Fault) -> SIPURI {
        let bytes = Array(text.utf8)
        return try SIPURI.parse(bytes.span, text.whole)
    }

    /// The parts of a URI as text, for comparison.
    private func parts(_ text: String) throws(Fault) -> [String?] {
        let uri = try parse(text)
        let bytes = Array(text.utf8)
        let cut = { (range: ByteRange?) in
            range.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        }
        return [
            cut(uri.user), cut(uri.password), cut(uri.host), uri.port.map(String.init),
            cut(uri.parameters),
            cut(uri.headers),
        ]
    }

    private static let goodURIs: [(String, SIPURI.Scheme, [String?])] = [
        ("sip:example.com", .sip, [nil, nil, "example.com", nil, "", nil]),
        ("sip:alice@example.com", .sip, ["alice", nil, "example.com", nil, "", nil]),
        (
            "SIP:alice:secret@example.com:5070", .sip,
            ["alice", "secret", "example.com", "5070", "", nil]
        ),
        ("sip:alice:@h", .sip, ["alice", "", "h", nil, "", nil]),
        (
            "sips:+15551234;phone-context=x@h;transport=tcp;lr?subject=a&to=b%40c", .sips,
            ["+15551234;phone-context=x", nil, "h", nil, ";transport=tcp;lr", "subject=a&to=b%40c"]
        ),
        ("sip:[2001:db8::1]:5060;lr", .sip, [nil, nil, "[2001:db8::1]", "5060", ";lr", nil]),
        ("sip:a%40b@192.0.2.1", .sip, ["a%40b", nil, "192.0.2.1", nil, "", nil]),
        ("sip:h?a=b", .sip, [nil, nil, "h", nil, "", "a=b"]),
        ("sip:a_b@my_host", .sip, ["a_b", nil, "my_host", nil, "", nil]),
        ("tel:+1-201-555-0123", .tel, ["+1-201-555-0123", nil, "", nil, "", nil]),
        (
            "tel:7042;phone-context=example.com", .tel,
            ["7042", nil, "", nil, ";phone-context=example.com", nil]
        ),
        ("urn:service:sos", .urn, [nil, nil, "", nil, "", nil]),
        ("http://www.example.com/?a=b#c", .other, [nil, nil, "", nil, "", nil]),
    ]

    @Test("Good URIs fall into their parts", arguments: goodURIs)
    func good(text: String, scheme: SIPURI.Scheme, expected: [String?]) throws {
        let uri = try parse(text)
        #expect(uri.scheme == scheme)
        #expect(uri.whole == text.whole)
        #expect(try parts(text) == expected)
    }

    @Test(
        "Bad URIs are refused",
        arguments: [
            "", ":", "sip", "sip:", "1sip:a", "sip:@h", "sip:a@", "sip:a@b@c", "sip:a b@h",
            "sip:a@h ", " sip:a@h",
            "<sip:a@h>", "sip:a@h:", "sip:a@h:0", "sip:a@h:65536", "sip:a@h:50x", "sip:a@h;",
            "sip:a@h;;lr",
            "sip:a@h;=x", "sip:a@h;x=", "sip:a@h;x=y=z", "sip:a@h?", "sip:a%4@h", "sip:a%zz@h",
            "sip:a@h;x=%4",
            "sip:[::1", "sip:[]", "sip:[g::]", "sip:a@h/x", "sip:a@h\u{0}", "sip:a\u{e9}@h",
            "sip:a@h;x=\"y\"",
            "sip:a@h;x<", "tel:", "tel:abcxyz", "tel:+1;", "urn:", "urn:a b", "other:a<b>",
            "other:%4",
            "sip:a\r\n@h", "sip::pw@h",
        ])
    func bad(text: String) {
        #expect(throws: Fault.self) { try parse(text) }
    }

    @Test("A URI is at most 1024 octets long")
    func length() throws {
        let longest = "sip:" + String(repeating: "a", count: 1020)
        #expect(try parse(longest).host.count == 1020)
        #expect(throws: Fault.self) { try parse(longest + "a") }
    }

    @Test("A literal host is an address, a name is not")
    func addresses() throws {
        let cases: [(String, IPAddress?)] = [
            ("sip:192.0.2.1:5060", IPAddress("192.0.2.1")),
            ("sip:a@[2001:db8::1]", IPAddress("2001:db8::1")),
            ("sip:example.com", nil), ("sip:192.0.2.256", nil), ("sip:[1::2::3]", nil),
            ("sip:a1", nil), ("tel:12", nil),
        ]
        for (text, expected) in cases {
            let bytes = Array(text.utf8)
            let address = try parse(text).hostAddress(in: bytes.span)
            #expect(address == expected, "\(text)")
        }
    }

    @Test("Parameters are found in any case, whole or with their values")
    func parameters() throws {
        let text = "sip:h;Transport=TCP;lr;x=%41"
        let bytes = Array(text.utf8)
        let uri = try parse(text)
        let cut = { (range: ByteRange?) in
            range.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        }
        let transport = uri.parameter("transport", in: bytes.span)
        #expect(cut(transport?.value) == "TCP")
        #expect(cut(transport?.whole) == ";Transport=TCP")
        let lr = uri.parameter("LR", in: bytes.span)
        #expect(lr != nil && lr?.value == nil)
        let none = uri.parameter("tra", in: bytes.span)
        #expect(none == nil)
    }

    @Test("Users are compared with their escapes resolved")
    func escapes() {
        let equal: [(String, String)] = [
            ("user", "%75se%72"), ("a%40b", "%61@b"), ("%", "%25"), ("", ""),
        ]
        for (a, b) in equal {
            #expect(same(a, b), "\(a) \(b)")
        }
        let different: [(String, String)] = [
            ("user", "User"), ("a", "ab"), ("%00", ""), ("%4", "@"),
        ]
        for (a, b) in different {
            #expect(!same(a, b), "\(a) \(b)")
        }
        let isBob = Escapes.sameText(Array("%62ob".utf8).span, "bob")
        #expect(isBob)
        let unescaped = Escapes.unescaped(Array("%4a%00%zz%".utf8).span)
        #expect(unescaped == Array("J\u{0}%zz%".utf8))
    }

    private func same(_ a: String, _ b: String) -> Bool {
        Escapes.sameText(Array(a.utf8).span, Array(b.utf8).span)
    }
}
