import EllisServer
import Testing

struct FormattedNumberTests {
    @Test(arguments: [
        ("6505550000", "(650) 555-0000"), ("16505550000", "(650) 555-0000"),
        ("+16505550000", "(650) 555-0000"), ("5550000", "555-0000"),
    ])
    func `a number of the North American plan is written as there`(user: String, text: String) {
        #expect(FormattedNumber.text(user) == text)
    }

    @Test(arguments: [
        "alice", "+442079460000", "0505550000", "1234", "", "+1", "650555000a", "٦٥٠٥٥٥٠٠٠٠",
    ])
    func `every other name stays as it is`(user: String) {
        #expect(FormattedNumber.text(user) == user)
    }
}
