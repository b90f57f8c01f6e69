/// Scans and comparisons over raw memory, where it can be eight bytes at a time: they are half the
/// time of a parse.
///
/// The only file of this module that loads from raw memory; every load is checked against `count`
/// beside it.
extension Span<UInt8> {
    /// The offset of the first byte below 0x20 at or after `start`, at most `count`.
    ///
    /// Eight bytes as one number: subtracting 0x20 from each borrows into its high bit if it was
    /// below; a byte that had its high bit already is masked out. A borrow may spoil bytes above
    /// the first hit, never the first hit.
    func firstControl(_ start: Int) -> Int {
        let count = self.count
        return withUnsafeBytes { bytes in
            var index = start
            while index &+ 8 <= count {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let hits = (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
                if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
                index &+= 8
            }
            while index < count, bytes[index] >= 0x20 { index &+= 1 }
            return index
        }
    }

    /// The offset of the first quotation mark, comma or angle bracket at or after `start`, at most
    /// `end`.
    func firstListBreak(_ start: Int, _ end: Int) -> Int {
        precondition(start >= 0 && end <= count, "a scan beyond the bytes")
        return withUnsafeBytes { bytes in
            var index = start
            while index &+ 8 <= end {
                let word = UInt64(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                // `<` and `>` are one bit apart.
                let hits =
                    Self.zeros(word ^ 0x2222_2222_2222_2222)
                    | Self.zeros(word ^ 0x2C2C_2C2C_2C2C_2C2C)
                    | Self.zeros((word | 0x0202_0202_0202_0202) ^ 0x3E3E_3E3E_3E3E_3E3E)
                if hits != 0 { return index &+ hits.trailingZeroBitCount &>> 3 }
                index &+= 8
            }
            while index < end, !ByteClass.listBreak.contains(bytes[index]) { index &+= 1 }
            return index
        }
    }

    /// The high bit of every byte that is zero, and of none before the first that is.
    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 {
        (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
    }

    /// The offset of the first byte at or after `start` that is not in the class, at most `end`.
    func skipping(_ byteClass: ByteClass, _ start: Int, _ end: Int) -> Int {
        precondition(start >= 0 && end <= count, "a scan beyond the bytes")
        return withUnsafeBytes { bytes in
            var index = start
            while index < end, byteClass.contains(bytes[index]) { index &+= 1 }
            return index
        }
    }

    /// True if the bytes are those of the text, letters of either case being the same.
    package func equalsIgnoringCase(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = UnsafeRawPointer(text.utf8Start)
        let count = self.count
        return withUnsafeBytes { bytes in
            var index = 0
            while index &+ 8 <= count {
                let a = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let b = other.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard Self.sameLetters(a, b) else { return false }
                index &+= 8
            }
            while index < count {
                guard
                    Self.sameLetter(bytes[index], other.load(fromByteOffset: index, as: UInt8.self))
                else { return false }
                index &+= 1
            }
            return true
        }
    }

    /// Eight times `sameLetter`: the bytes may differ in bit 5 alone, and only where they are
    /// letters.
    @inline(__always)
    private static func sameLetters(_ a: UInt64, _ b: UInt64) -> Bool {
        let difference = a ^ b
        if difference == 0 { return true }
        guard difference & ~0x2020_2020_2020_2020 == 0 else { return false }
        // In lower case and without the high bit; then the sums reach the high bit from `a` on, and
        // from behind `z` on.
        let lower = (a | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = lower &+ 0x1F1F_1F1F_1F1F_1F1F
        let behindZ = lower &+ 0x0505_0505_0505_0505
        let letters = fromA & ~behindZ & ~a & 0x8080_8080_8080_8080
        return (difference &<< 2) & ~letters == 0
    }

    /// True for the same byte, and for both cases of one letter.
    @inline(__always)
    static func sameLetter(_ a: UInt8, _ b: UInt8) -> Bool {
        if a == b { return true }
        guard a ^ b == 0x20 else { return false }
        let lower = a | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }
}
