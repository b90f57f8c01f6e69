import Provisioning
import Testing

struct EmailAddressTests {
    @Test(arguments: [
        "a@b", "alice@example.com", "bob.alice@example.com", "x+tag@sub.example.org",
        "o'neill@example.com", "admin@10.0.0.1",
    ])
    func `an ordinary address is one`(text: String) {
        #expect(EmailAddress.isValid(text))
    }

    @Test(arguments: [
        "", "@", "a@", "@b", "a", "a@b@c", "a b@c", ".a@b", "a.@b", "a..b@c", "a@b..c", "a@b.",
        "a@b\r\nBcc: c@d", "\"a\"@b", "<a@b>", "a@b>", "ä@b", "a@ä", "a,b@c", "a@b,c@d", "a\0@b",
        "a@_b",
    ])
    func `what could end a header or start another address is none`(text: String) {
        #expect(!EmailAddress.isValid(text))
    }

    @Test func `an address has at most 254 octets, its local part 64`() {
        let local = String(repeating: "a", count: 64)
        #expect(EmailAddress.isValid("\(local)@b"))
        #expect(!EmailAddress.isValid("a\(local)@b"))
        #expect(!EmailAddress.isValid("a@" + String(repeating: "b", count: 253)))
    }
}
