extension IPAddress {
    /// Reads an address literal: dotted quad, or IPv6 with or without brackets; no zone, no port.
    ///
    /// RFC 3986 3.2.2, RFC 4291 2.2. Strict: four decimal octets without leading zeros beyond "0"
    /// itself.
    package init?(_ text: some StringProtocol) {
        var text = text
        let bytes = text.withContiguousUTF8 { Array($0) }
        self.init(ascii: bytes.span)
    }

    /// Reads an address literal from its bytes; nil if it is not one.
    package init?(ascii span: Span<UInt8>) {
        guard span.count > 0 else { return nil }
        if span[0] == UInt8(ascii: "[") {
            guard span.count > 2, span[span.count - 1] == UInt8(ascii: "]") else { return nil }
            guard let bits = Self.parseV6(span.extracting(1..<span.count - 1)) else { return nil }
            self.init(bits: bits)
            return
        }
        if let v4 = Self.parseV4(span) {
            self.init(v4: v4)
        } else if let bits = Self.parseV6(span) {
            self.init(bits: bits)
        } else {
            return nil
        }
    }

    private static func parseV4(_ span: Span<UInt8>) -> UInt32? {
        guard span.count >= 7, span.count <= 15 else { return nil }
        var value: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in span.indices {
            let byte = span[index]
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | octet
                (octet, digits, dots) = (0, 0, dots + 1)
            } else {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                guard !(digits > 0 && octet == 0) else { return nil }
                octet = octet * 10 + UInt32(byte - 0x30)
                digits += 1
                guard octet <= 255 else { return nil }
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        return value << 8 | octet
    }

    private static func parseV6(_ span: Span<UInt8>) -> UInt128? {
        guard span.count >= 2, span.count <= 45 else { return nil }
        var head: [UInt16] = []
        var tail: [UInt16] = []
        var compressed = false
        var index = 0
        if span[0] == UInt8(ascii: ":") {
            guard span[1] == UInt8(ascii: ":") else { return nil }
            compressed = true
            index = 2
        }
        while index < span.count {
            var end = index
            while end < span.count, span[end] != UInt8(ascii: ":") { end += 1 }
            guard end > index else { return nil }
            let piece = span.extracting(index..<end)
            var groups: [UInt16]
            if end == span.count, let v4 = parseV4(piece) {
                groups = [UInt16(truncatingIfNeeded: v4 >> 16), UInt16(truncatingIfNeeded: v4)]
            } else {
                guard let group = hexGroup(piece) else { return nil }
                groups = [group]
            }
            if compressed { tail += groups } else { head += groups }
            guard head.count + tail.count <= 8 else { return nil }
            if end == span.count { break }
            index = end + 1
            guard index < span.count else { return nil }
            if span[index] == UInt8(ascii: ":") {
                guard !compressed else { return nil }
                compressed = true
                index += 1
            }
        }
        let count = head.count + tail.count
        guard compressed ? count < 8 : count == 8 else { return nil }
        let all = head + [UInt16](repeating: 0, count: 8 - count) + tail
        return all.reduce(into: 0 as UInt128) { $0 = $0 << 16 | UInt128($1) }
    }

    private static func hexGroup(_ span: Span<UInt8>) -> UInt16? {
        guard span.count <= 4 else { return nil }
        var value: UInt16 = 0
        for index in span.indices {
            switch span[index] {
            case 0x30...0x39: value = value << 4 | UInt16(span[index] - 0x30)
            case 0x41...0x46: value = value << 4 | UInt16(span[index] - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt16(span[index] - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}

extension IPAddress: CustomStringConvertible {
    /// The canonical text (RFC 5952), without brackets.
    package var description: String {
        if let v4 {
            return "\(v4 >> 24).\(v4 >> 16 & 255).\(v4 >> 8 & 255).\(v4 & 255)"
        }
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
        let run = Self.longestZeroRun(groups)
        let text = { (slice: ArraySlice<UInt16>) in
            slice.map { String($0, radix: 16) }.joined(separator: ":")
        }
        guard let run else { return text(groups[...]) }
        return text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
    }

    /// The text as a URI or Via carries it: IPv6 in brackets.
    package var hostText: String { isV4 ? description : "[\(description)]" }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int>? {
        var best: Range<Int>?
        var start = 0
        while start < 8 {
            var end = start
            while end < 8, groups[end] == 0 { end += 1 }
            if end - start >= 2, end - start > (best?.count ?? 0) { best = start..<end }
            start = max(end, start + 1)
        }
        return best
    }
}

extension StringProtocol {
    fileprivate mutating func withContiguousUTF8<R>(_ body: (UnsafeBufferPointer<UInt8>) -> R) -> R
    {
        var copy = String(self)
        return copy.withUTF8(body)
    }
}
