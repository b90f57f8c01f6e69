import Crypto
package import Subscribers

/// MD5 over pieces joined by colons, the one shape that digest authentication asks for (RFC 2617
/// 3.2.1).
///
/// The pieces gather in one buffer that is kept between uses, so that warm hashing allocates only
/// what the MD5 implementation itself does.
package struct ColonHash: Sendable {
    private var text: [UInt8] = []

    package init() { text.reserveCapacity(512) }

    /// Starts over with the first piece.
    package mutating func start(_ piece: Span<UInt8>) {
        text.removeAll(keepingCapacity: true)
        append(piece)
    }

    package mutating func start(hex hash: DigestHash) {
        text.removeAll(keepingCapacity: true)
        append(hex: hash)
    }

    package mutating func appendColon(then piece: Span<UInt8>) {
        text.append(UInt8(ascii: ":"))
        append(piece)
    }

    package mutating func appendColon(then word: StaticString) {
        text.append(UInt8(ascii: ":"))
        text.append(
            contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    package mutating func appendColon(thenHex hash: DigestHash) {
        text.append(UInt8(ascii: ":"))
        append(hex: hash)
    }

    /// MD5 of what was gathered.
    ///
    /// - Cost: about 0.5 µs for a text of two blocks.
    package func value() -> DigestHash {
        var hasher = Insecure.MD5()
        text.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        return hasher.finalize().withUnsafeBytes { bytes in
            DigestHash(
                high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)),
                low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    private mutating func append(_ piece: Span<UInt8>) {
        piece.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    }

    private mutating func append(hex hash: DigestHash) {
        append(hex: hash.high)
        append(hex: hash.low)
    }

    private mutating func append(hex half: UInt64) {
        for place in stride(from: UInt64(60), through: 0, by: -4) {
            text.append(HexDigit.lower(UInt8(truncatingIfNeeded: half >> place) & 15))
        }
    }
}
