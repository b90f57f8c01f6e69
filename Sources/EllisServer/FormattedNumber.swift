/// A number as Ellis shows it: those of the North American plan as they are written there, all
/// others as they are.
package enum FormattedNumber {
    /// `(650) 555-0000` for `6505550000`, `16505550000` and `+16505550000`, `555-0000` for
    /// `5550000`.
    package static func text(_ user: String) -> String {
        var digits = Substring(user)
        if digits.hasPrefix("+1"), digits.count == 12 {
            digits = digits.dropFirst(2)
        } else if digits.hasPrefix("1"), digits.count == 11 {
            digits = digits.dropFirst()
        }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let first = digits.first,
            "2"..."9" ~= first
        else { return user }
        switch digits.count {
        case 10:
            return "(\(digits.prefix(3))) \(digits.dropFirst(3).prefix(3))-\(digits.suffix(4))"
        case 7:
            return "\(digits.prefix(3))-\(digits.suffix(4))"
        case _:
            return user
        }
    }
}
