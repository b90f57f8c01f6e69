import Doctor
import Testing

@Suite struct AskedForTests {
    static let requests: [(text: String, user: String?, host: String?)] = [
        ("INVITE sip:15551000000@Example.COM", "15551000000", "example.com"),
        ("INVITE sip:+1555@192.0.2.1:5070;transport=udp", "+1555", "192.0.2.1"),
        ("MESSAGE sip:1;phone-context=x@[2001:db8::1]:5060", "1", "2001:db8::1"),
        ("REGISTER sip:example.com", nil, "example.com"),
        ("INVITE tel:+1555;ext=1", "+1555", nil),
    ]

    @Test(arguments: requests)
    func `The user and the host are read out of what was asked for`(
        text: String, user: String?, host: String?
    ) throws {
        let asked = try #require(AskedFor(text))
        #expect(asked.user == user && asked.host == host)
        #expect(asked.method == text.prefix { $0 != " " })
    }

    @Test(arguments: ["", "INVITE", "INVITE 5551000000"])
    func `What is no request with a URI is not read`(text: String) {
        #expect(AskedFor(text) == nil)
    }
}
