/// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, 2012): a pseudo-random function
/// under a secret key.
///
/// It names transactions in a table so that nobody who does not know the key can make two collide,
/// and it signs flow tokens. Same key and bytes, same hash: also on another node and after a
/// restart.
package struct KeyedHash: Sendable {
    package struct Key: Hashable, Sendable {
        package var k0: UInt64
        package var k1: UInt64

        package init(k0: UInt64, k1: UInt64) {
            self.k0 = k0
            self.k1 = k1
        }
    }

    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var pending: UInt64 = 0
    private var length: UInt64 = 0

    package init(_ key: Key) {
        v0 = key.k0 ^ 0x736f_6d65_7073_6575
        v1 = key.k1 ^ 0x646f_7261_6e64_6f6d ^ 0xEE
        v2 = key.k0 ^ 0x6c79_6765_6e65_7261
        v3 = key.k1 ^ 0x7465_6462_7974_6573
    }

    package mutating func combine(_ byte: UInt8) {
        pending |= UInt64(byte) << (8 * (length & 7))
        length &+= 1
        if length & 7 == 0 {
            compress(pending)
            pending = 0
        }
    }

    package mutating func combine(_ bytes: Span<UInt8>) {
        var index = 0
        while index < bytes.count, length & 7 != 0 {
            combine(bytes[index])
            index += 1
        }
        let raw = bytes.bytes
        while bytes.count - index >= 8 {
            compress(
                UInt64(
                    littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
            length &+= 8
            index += 8
        }
        while index < bytes.count {
            combine(bytes[index])
            index += 1
        }
    }

    /// Bytes with ASCII letters folded to lower case: host names, tokens.
    package mutating func combine(ignoringCase bytes: Span<UInt8>) {
        for index in bytes.indices {
            let byte = bytes[index]
            combine(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
        }
    }

    package mutating func combine(_ number: UInt64) {
        for shift in 0..<8 as Range<UInt64> {
            combine(UInt8(truncatingIfNeeded: number >> (8 * shift)))
        }
    }

    package consuming func finalize() -> UInt128 {
        compress(pending | length << 56)
        v2 ^= 0xEE
        for _ in 0..<4 { round() }
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xDD
        for _ in 0..<4 { round() }
        let high = v0 ^ v1 ^ v2 ^ v3
        return UInt128(high) << 64 | UInt128(low)
    }

    private mutating func compress(_ word: UInt64) {
        v3 ^= word
        round()
        round()
        v0 ^= word
    }

    private mutating func round() {
        v0 = v0 &+ v1
        v1 = v1 << 13 | v1 >> 51
        v1 ^= v0
        v0 = v0 << 32 | v0 >> 32
        v2 = v2 &+ v3
        v3 = v3 << 16 | v3 >> 48
        v3 ^= v2
        v0 = v0 &+ v3
        v3 = v3 << 21 | v3 >> 43
        v3 ^= v0
        v2 = v2 &+ v1
        v1 = v1 << 17 | v1 >> 47
        v1 ^= v2
        v2 = v2 << 32 | v2 >> 32
    }
}
