/// Walks over a scheme and its comma-separated `name=value` parameters.
///
/// RFC 3261 25.1: `auth-param`, `quoted-string`, `token`, with LWS around `=` and `,`.
struct ParameterReader: ~Escapable {
    /// A value as it lies in the header: between the quotes where it is quoted, escapes still in.
    struct Value {
        var range: Range<Int>
        var quoted: Bool
    }

    enum Separator {
        case another
        case end
        case garbage
    }

    private let text: Span<UInt8>
    private var position = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) {
        self.text = text
        _ = skipSpace()
    }

    /// - Returns: nil where no token stands.
    mutating func token() -> Range<Int>? {
        let start = position
        while position < text.count, text[position].isTokenCharacter { position += 1 }
        return position > start ? start..<position : nil
    }

    /// Takes `=` with the white space around it.
    mutating func equals() -> Bool {
        _ = skipSpace()
        guard position < text.count, text[position] == UInt8(ascii: "=") else { return false }
        position += 1
        _ = skipSpace()
        return true
    }

    mutating func value() -> Value? {
        guard position < text.count else { return nil }
        guard text[position] == UInt8(ascii: "\"") else {
            return token().map { Value(range: $0, quoted: false) }
        }
        position += 1
        let start = position
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                position += 1
                return Value(range: start..<(position - 1), quoted: true)
            case UInt8(ascii: "\\"):
                guard position + 1 < text.count else { return nil }
                position += 2
            case 0x00...0x08, 0x0A...0x1F, 0x7F:
                return nil
            case _:
                position += 1
            }
        }
        return nil
    }

    mutating func comma() -> Separator {
        _ = skipSpace()
        guard position < text.count else { return .end }
        guard text[position] == UInt8(ascii: ",") else { return .garbage }
        position += 1
        _ = skipSpace()
        return .another
    }

    /// - Returns: how many octets of white space were there; line folds count as such.
    mutating func skipSpace() -> Int {
        let start = position
        while position < text.count, text[position].isWhiteSpace { position += 1 }
        return position - start
    }
}

extension Span where Element == UInt8 {
    /// True where the range holds these letters, in whatever case; `lower` is in lower case.
    func matches(_ lower: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == lower.utf8CodeUnitCount else { return false }
        let letters = lower.utf8Start
        for offset in 0..<range.count
        where self[range.lowerBound + offset].lowercased != letters[offset] {
            return false
        }
        return true
    }

    func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in indices where self[index] != other[index] { return false }
        return true
    }
}

extension UInt8 {
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    fileprivate var isWhiteSpace: Bool {
        self == 0x20 || self == 0x09 || self == 0x0D || self == 0x0A
    }

    /// RFC 3261 25.1 `token`.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "%"),
            UInt8(ascii: "*"),
            UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "`"), UInt8(ascii: "'"),
            UInt8(ascii: "~"):
            true
        case _: false
        }
    }
}
