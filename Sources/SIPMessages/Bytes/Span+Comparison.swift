extension Span<UInt8> {
    /// True if that part is the text, letters of either case being the same.
    package func equalsIgnoringCase(_ range: ByteRange, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && part(range).equalsIgnoringCase(text)
    }

    /// True if the bytes are the same, letters of either case being the same.
    package func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where !Self.sameLetter(self[index], other[index]) { return false }
        return true
    }

    /// True if the bytes are exactly those of the text.
    package func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    /// True if that part is exactly the text.
    package func equals(_ range: ByteRange, _ text: StaticString) -> Bool {
        range.count == text.utf8CodeUnitCount && part(range).equals(text)
    }

    /// True if the bytes are exactly the same.
    package func equals(_ other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}
