import ServiceSettings
import Testing

@Suite struct DiversionTargetTests {
    @Test(
        "What a person writes becomes a URI, and is shown as it was written",
        arguments: [
            ("+1 (555) 123-4567", "tel:+15551234567", "+15551234567"),
            ("650 555 0001", "sip:6505550001@example.com", "6505550001"),
            ("*67#", "sip:*67#@example.com", "*67#"),
            ("bob@example.org", "sip:bob@example.org", "sip:bob@example.org"),
            (" sip:bob@[2001:db8::1]:5060;transport=tcp ",
                "sip:bob@[2001:db8::1]:5060;transport=tcp",
                "sip:bob@[2001:db8::1]:5060;transport=tcp"),
            ("SIPS:bob@example.org", "SIPS:bob@example.org", "SIPS:bob@example.org"),
            ("tel:+15551234567;ext=7", "tel:+15551234567;ext=7", "tel:+15551234567;ext=7"),
        ])
    func written(text: String, uri: String, shown: String) throws {
        let target = try #require(DiversionTarget(written: text, domain: "example.com"))
        #expect(target.uri == uri)
        #expect(target.shown(domain: "example.com") == shown)
    }

    @Test(
        "Anything else is no target",
        arguments: [
            "", " ", "bob", "+", "++1", "+*1", "http://example.com", "sip:", "sip:@host", "sip:a@",
            "sip:a@b@c", "sip:a@host:0", "sip:a@host:99999", "sip:a@ho st?x", "sip:a@[zz]",
            "sip:a@host?Route=x", "tel:bob", "tel:", "javascript:alert(1)", "a@b\"c", "sip:a@<b>",
            "12345678901234567890123456789012345678901",
        ])
    func nothing(text: String) {
        #expect(DiversionTarget(written: text, domain: "example.com") == nil)
    }
}
