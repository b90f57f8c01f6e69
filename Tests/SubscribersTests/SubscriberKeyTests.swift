import Subscribers
import Testing

/// What a subscriber is looked up by.
struct SubscriberKeyTests {
    private static func isNumber(_ text: String) -> Bool {
        SubscriberKey.isTelephoneNumber(Array(text.utf8).span)
    }

    @Test(arguments: [
        ("+15551000001", "15551000001"), ("+1-555-100-0001", "15551000001"),
        ("(555).100-0001", "5551000001"),
        ("1 555", "1 555"),
    ])
    func `A number counts without plus and separators, anything else as written`(
        text: String, key: String
    ) {
        #expect(SubscriberKey(text)?.text == key)
    }

    @Test func `Two spellings of a number are one key, two names are two`() {
        #expect(SubscriberKey("+1-555-1000001") == SubscriberKey("15551000001"))
        #expect(SubscriberKey("alice") != SubscriberKey("Alice"))
        #expect(SubscriberKey("a-b") != SubscriberKey("ab"), "a name keeps its hyphen")
    }

    @Test(arguments: [1, 15, 16, 17, 40, 255])
    func `A name of any length up to 255 octets is told from its neighbours`(length: Int) {
        let name = String(repeating: "x", count: length)
        let key = SubscriberKey(name)
        #expect(key?.text == name)
        #expect(key != SubscriberKey(String(repeating: "x", count: length - 1) + "y"))
        if length < 255 { #expect(key != SubscriberKey(name + "x")) }
    }

    @Test(arguments: ["", "+", "-"])
    func `What has no digit and no letter is no number`(text: String) {
        #expect(!Self.isNumber(text))
    }

    @Test func `Nothing, and more than 255 octets, is no key`() {
        #expect(SubscriberKey("") == nil)
        #expect(SubscriberKey(String(repeating: "x", count: 256)) == nil)
    }

    @Test(arguments: ["1+5", "++15", "-15", "15a", "+1 555"])
    func `A plus in the middle, a leading hyphen or a letter makes it a name`(text: String) {
        #expect(!Self.isNumber(text))
    }
}
