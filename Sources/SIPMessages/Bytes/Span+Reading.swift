extension Span<UInt8> {
    /// Linear white space as it occurs inside a header value, where every line break belongs to a
    /// fold.
    @inline(__always)
    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The offset of the first byte at or after `start` that is no white space, at most `end`.
    @inline(__always)
    func skippingWhiteSpace(_ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, Self.isWhiteSpace(self[index]) { index += 1 }
        return index
    }

    /// The part without the white space around it.
    package func trimmed(_ range: ByteRange) -> ByteRange {
        let start = skippingWhiteSpace(range.start, range.end)
        var end = range.end
        while end > start, Self.isWhiteSpace(self[end - 1]) { end -= 1 }
        return ByteRange(start, end)
    }

    /// Reads a decimal number: digits alone, leading zeros allowed.
    ///
    /// - Returns: nil for an empty part, for anything but digits, and for a number above `max`.
    package func number(_ range: ByteRange, max: UInt32 = .max) -> UInt32? {
        guard !range.isEmpty else { return nil }
        var value: UInt64 = 0
        for index in range.range {
            let digit = self[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + UInt64(digit)
            guard value <= UInt64(max) else { return nil }
        }
        return UInt32(truncatingIfNeeded: value)
    }

    /// The offset after the closing quote of the quoted string that starts at `start`; nil if it
    /// does not end.
    ///
    /// RFC 3261 25.1 `quoted-string`: a backslash takes the next byte with it.
    func endOfQuotedString(_ start: Int, _ end: Int) -> Int? {
        var index = start + 1
        while index < end {
            switch self[index] {
            case UInt8(ascii: "\""): return index + 1
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// The offset of the first byte that is neither in the class nor part of an escape, at most
    /// `end`.
    ///
    /// An escape is a percent sign and two hexadecimal digits; one that is not whole ends the text.
    func skippingEscaped(_ byteClass: ByteClass, _ start: Int, _ end: Int) -> Int {
        var index = skipping(byteClass, start, end)
        while index < end, isEscape(index, end) { index = skipping(byteClass, index + 3, end) }
        return index
    }

    /// True if an escape starts there and ends before `end`.
    func isEscape(_ index: Int, _ end: Int) -> Bool {
        self[index] == UInt8(ascii: "%") && index + 2 < end && Escapes.digit(self[index + 1]) != nil
            && Escapes.digit(self[index + 2]) != nil
    }
}

extension Span<UInt8> {
    /// True for a `token` (RFC 3261 25.1).
    package var isToken: Bool { count > 0 && skipping(.token, 0, count) == count }
}
