import ArgumentParser

/// Numbers as the original's tools take them: one, a range, or several of these with commas.
///
/// `6505550000..6505550009` as there, and `6505550000-9` for the same. Names without digits at
/// their end stand for themselves.
struct DirectoryNumbers: ExpressibleByArgument {
    /// As many as a command does in one go.
    static let most = 1_000_000

    let numbers: [String]

    init?(argument: String) {
        var numbers: [String] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(String(part)), numbers.count + range.count <= Self.most
            else { return nil }
            numbers += range
        }
        self.numbers = numbers
    }

    private static func range(_ text: String) -> [String]? {
        guard let (first, last) = ends(text) else { return text.isEmpty ? nil : [text] }
        let (head, tail) = split(first)
        let (lastHead, lastTail) = split(last)
        guard head == lastHead, tail.count == lastTail.count, tail.count <= 18,
            let start = Int(tail), let end = Int(lastTail), start <= end, end - start < most
        else { return nil }
        return (start...end).map { value in
            let digits = String(value)
            return head + String(repeating: "0", count: tail.count - digits.count) + digits
        }
    }

    /// - Returns: nil for what is no range.
    private static func ends(_ text: String) -> (String, String)? {
        if let dots = text.range(of: "..") {
            return (String(text[..<dots.lowerBound]), String(text[dots.upperBound...]))
        }
        guard let dash = text.lastIndex(of: "-") else { return nil }
        let first = String(text[..<dash])
        let end = text[text.index(after: dash)...]
        // +1-555-100-0000 is a number with visual separators, alice-2 a name.
        guard !end.isEmpty, end.allSatisfy(\.isASCIIDigit), !first.contains("-"),
            first.drop(while: { $0 == "+" }).allSatisfy(\.isASCIIDigit), end.count <= first.count,
            first.count > 1
        else { return nil }
        return (first, String(first.dropLast(end.count)) + end)
    }

    private static func split(_ number: String) -> (head: String, tail: String) {
        let tail = String(number.reversed().prefix(while: \.isASCIIDigit).reversed())
        return (String(number.dropLast(tail.count)), tail)
    }
}

extension Character {
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}

/// Who is meant, in the original's order of words.
struct UserNames: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "A number, a range such as 6505550000..6505550009 or 6505550000-9, several by commas.",
            valueName: "NUMBERS"))
    var numbers: DirectoryNumbers

    @Argument(help: ArgumentHelp("The home domain.", valueName: "DOMAIN"))
    var domain: String
}
