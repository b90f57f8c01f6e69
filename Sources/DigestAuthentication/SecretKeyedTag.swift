import Crypto

/// HMAC-SHA-256 cut to its first 96 bits, under one key (RFC 2104, RFC 6234 8.3).
///
/// The two key blocks are hashed once at the start, so a tag of a short text costs two SHA-256
/// blocks, not four.
package struct SecretKeyedTag: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    /// - Parameter key: 32 octets of secret; at most 64 are used as they are.
    package init(key: [UInt8]) {
        precondition(key.count >= 32 && key.count <= 64, "a signing key has 32 to 64 octets")
        func start(_ mask: UInt8) -> SHA256 {
            var block = [UInt8](repeating: mask, count: 64)
            for index in key.indices { block[index] ^= key[index] }
            var hash = SHA256()
            block.withUnsafeBytes { hash.update(bufferPointer: $0) }
            return hash
        }
        inner = start(0x36)
        outer = start(0x5C)
    }

    /// - Returns: 96 bits, the low ones of the number.
    package func tag(of text: Span<UInt8>) -> UInt128 {
        var first = inner
        text.withUnsafeBytes { first.update(bufferPointer: $0) }
        var second = outer
        first.finalize().withUnsafeBytes { second.update(bufferPointer: $0) }
        return second.finalize().withUnsafeBytes { bytes in
            var value: UInt128 = 0
            for index in 0..<12 { value = value << 8 | UInt128(bytes[index]) }
            return value
        }
    }
}
