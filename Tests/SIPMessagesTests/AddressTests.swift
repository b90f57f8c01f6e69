import SIPMessages
import Testing

@Suite("Addresses in headers")
struct AddressTests {
    private func parse(_ text: String) throws(Fault) -> NameAddress {
        let bytes = Array(text.utf8)
        return try NameAddress.parse(bytes.span, text.whole)
    }

    private static let addresses: [(text: String, name: String?, uri: String, parameters: String)] =
        [
            ("sip:a@h", nil, "sip:a@h", ""),
            ("sip:a@h;tag=1", nil, "sip:a@h", ";tag=1"),
            ("sip:a@h ;\r\n tag = 1", nil, "sip:a@h", ";\r\n tag = 1"),
            ("<sip:a@h;lr>", nil, "sip:a@h;lr", ""),
            ("  <sip:a@h;lr>  ", nil, "sip:a@h;lr", ""),
            ("<sip:a,b@h?x=y>;q=0.5", nil, "sip:a,b@h?x=y", ";q=0.5"),
            ("Bob <sip:a@h>", "Bob", "sip:a@h", ""),
            ("caller<sip:a@h>;tag=1", "caller", "sip:a@h", ";tag=1"),
            ("Mr. Watson\r\n <sip:a@h>", "Mr. Watson", "sip:a@h", ""),
            (#""Bell, A. <x>" <sip:a@h>"#, #""Bell, A. <x>""#, "sip:a@h", ""),
            (#""a\"b\\"<sip:a@h>"#, #""a\"b\\""#, "sip:a@h", ""),
            (
                #"<sip:a@h>;+sip.instance="<urn:uuid:1;2>";reg-id=1"#, nil, "sip:a@h",
                #";+sip.instance="<urn:uuid:1;2>";reg-id=1"#
            ),
            ("<tel:+15551234>", nil, "tel:+15551234", ""),
            ("isbn:2983792873", nil, "isbn:2983792873", ""),
            ("<http://www.example.com/?a=b>;tag=3", nil, "http://www.example.com/?a=b", ";tag=3"),
        ]

    @Test("Good addresses fall into display name, URI and parameters", arguments: addresses)
    func good(text: String, name: String?, uri: String, parameters: String) throws {
        let bytes = Array(text.utf8)
        let cut = { (range: ByteRange) in String(decoding: bytes[range.range], as: UTF8.self) }
        let address = try parse(text)
        #expect(address.displayName.map(cut) == name)
        #expect(cut(address.uri.whole) == uri)
        #expect(cut(address.parameters) == parameters)
        #expect(address.hasBrackets == text.contains("<" + uri))
    }

    @Test(
        "Bad addresses are refused",
        arguments: [
            "", " ", "Bob", "Bob sip:a@h", "<sip:a@h", "sip:a@h>", "<>", "< sip:a@h>", "<sip:a@h >",
            "\"Bob <sip:a@h>",
            "\"Bob\" sip:a@h", "\"Bob\"", "Bell, A <sip:a@h>", "sip:a@h?x=y", "sip:a,b@h",
            "sip:a@h,sip:b@h",
            "<sip:a@h>;", "<sip:a@h>;;a", "<sip:a@h>,<sip:b@h>", "<sip:a@h> x", "<sip:a@h>;a=",
            "<sip:a@h>;a=\"x",
            "<sip:a@h>;a=b c", "<sip:a@h>;=b", "<sip:a@h>;a<b", "<<sip:a@h>>", "*",
            "B\u{f6}b <sip:a@h>",
        ])
    func bad(text: String) {
        #expect(throws: Fault.self) { try parse(text) }
    }

    @Test("Parameters are found behind quoted strings that hold their name")
    func parameters() throws {
        let text = #"<sip:a@h;tag=no>;x=";tag=neither";Tag=yes;y"#
        let bytes = Array(text.utf8)
        let address = try parse(text)
        let tag = address.parameter("tag", in: bytes.span)
        #expect(tag?.value.map { String(decoding: bytes[$0.range], as: UTF8.self) } == "yes")
        let y = address.parameter("y", in: bytes.span)
        #expect(y?.whole == ByteRange(bytes.count - 2, bytes.count))
    }
}
