/// A part of a message: offsets into its bytes, half open.
///
/// - Units: octets from the first byte of the message, which is at most 65,535 long.
package struct ByteRange: Hashable, Sendable {
    package var lower: UInt16
    package var upper: UInt16

    package init(_ lower: Int, _ upper: Int) {
        self.lower = UInt16(truncatingIfNeeded: lower)
        self.upper = UInt16(truncatingIfNeeded: upper)
    }

    package var start: Int { Int(lower) }
    package var end: Int { Int(upper) }
    package var count: Int { Int(upper) - Int(lower) }
    package var isEmpty: Bool { lower == upper }
    package var range: Range<Int> { Int(lower)..<Int(upper) }
}

extension Span<UInt8> {
    /// The bytes of one part of a message.
    @_lifetime(copy self)
    package func part(_ range: ByteRange) -> Span<UInt8> { extracting(range.range) }
}
