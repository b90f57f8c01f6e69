import Crypto

/// Comparison of secrets.
package enum ConstantTime {
    /// Whether two texts are the same, in a time that tells nothing of either.
    package static func isEqual(_ a: String, _ b: String) -> Bool {
        // Digests of a fixed length, so that not even the length of the secret is told.
        var difference: UInt8 = 0
        for (x, y) in zip(SHA256.hash(data: Array(a.utf8)), SHA256.hash(data: Array(b.utf8))) {
            difference |= x ^ y
        }
        return difference == 0
    }
}
