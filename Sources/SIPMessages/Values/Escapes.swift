/// Percent escapes in URIs: `%40` for `@`.
///
/// RFC 3261 19.1.2, RFC 3986 2.1.
package enum Escapes {
    /// The bytes with every escape resolved; a percent sign that starts none stays.
    package static func unescaped(_ text: Span<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count { result.append(next(text, &index)) }
        return result
    }

    /// True if both are the same once every escape is resolved; letters must have the same case.
    ///
    /// RFC 3261 19.1.4: the comparison of user parts. Allocates nothing.
    package static func sameText(_ a: Span<UInt8>, _ b: Span<UInt8>) -> Bool {
        var indexA = 0
        var indexB = 0
        while indexA < a.count, indexB < b.count {
            guard next(a, &indexA) == next(b, &indexB) else { return false }
        }
        return indexA == a.count && indexB == b.count
    }

    /// True if the text with its escapes resolved is exactly that one.
    package static func sameText(_ a: Span<UInt8>, _ b: StaticString) -> Bool {
        sameText(a, Span(_unsafeStart: b.utf8Start, count: b.utf8CodeUnitCount))
    }

    private static func next(_ text: Span<UInt8>, _ index: inout Int) -> UInt8 {
        let byte = text[index]
        index += 1
        guard byte == UInt8(ascii: "%"), index + 1 < text.count else { return byte }
        guard let high = digit(text[index]), let low = digit(text[index + 1]) else { return byte }
        index += 2
        return high << 4 | low
    }

    /// The value of a hexadecimal digit.
    @inline(__always)
    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
