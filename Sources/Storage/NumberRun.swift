import Provisioning
import Subscribers

/// Numbers one after the other, as wide as the first.
struct NumberRun: Hashable, Sendable {
    let first: Int64
    let last: Int64
    /// Digits, with leading zeros.
    let width: Int
    let hasPlus: Bool

    init(first: Int64, last: Int64, width: Int, hasPlus: Bool) {
        self.first = first
        self.last = last
        self.width = width
        self.hasPlus = hasPlus
    }

    /// - Throws: `invalid` for a start that is no number, and a count that is none or too many.
    init(from start: String, count: Int) throws(ProvisioningError) {
        let digits = start.utf8.filter { (0x30...0x39).contains($0) }
        // E.164 has 15 digits; more than 18 do not fit the arithmetic.
        guard SubscriberKey.isTelephoneNumber(Array(start.utf8).span), digits.count <= 18,
            let first = Int64(String(decoding: digits, as: UTF8.self))
        else {
            throw ProvisioningError(
                .invalid, "the first number is none",
                remedy: "write up to 18 digits, such as 6505550000 or +16505550000")
        }
        guard (1...NumberRows.most).contains(count) else {
            throw ProvisioningError(
                .invalid, "\(count) numbers cannot be taken at a time",
                remedy: "name 1 to \(NumberRows.most)")
        }
        self.init(
            first: first, last: first + Int64(count) - 1, width: digits.count,
            hasPlus: start.hasPrefix("+"))
    }

    func text(_ value: Int64) -> String {
        let digits = String(value)
        return (hasPlus ? "+" : "") + String(repeating: "0", count: max(0, width - digits.count))
            + digits
    }
}
