/// What one guess at a password costs whoever tries it: the parameters of scrypt (RFC 7914 2).
package struct PasswordCost: Hashable, Sendable {
    /// Binary logarithm of N; memory is 128 * N * `blockSize` octets.
    package var logarithm: Int
    package var blockSize: Int
    package var parallelism: Int

    package init(logarithm: Int, blockSize: Int = 8, parallelism: Int = 1) {
        self.logarithm = logarithm
        self.blockSize = blockSize
        self.parallelism = parallelism
    }

    /// 32 MiB and about a tenth of a second.
    package static let standard = PasswordCost(logarithm: 15)

    /// Whether a stored text may ask for this much; what is beyond it would be somebody's attempt
    /// to exhaust the memory.
    var isBearable: Bool {
        (1...20).contains(logarithm) && (1...32).contains(blockSize)
            && (1...16).contains(parallelism)
    }
}
