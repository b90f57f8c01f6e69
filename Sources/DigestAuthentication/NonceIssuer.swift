package import Determinism

/// Makes nonces that need no memory, and knows its own again by their signature.
///
/// RFC 7616 5.4 asks for a nonce that nobody can foretell and that ages; the signature does both
/// without a table that a flood of unauthenticated requests could fill. What was *used* with a
/// nonce is remembered by `NonceCountWindow`, and that memory ends with the process; so each issuer
/// draws a random epoch, and a nonce of another epoch (an earlier run, another shard, another node
/// with the same key) is genuine but expired. Its owner is asked again with `stale=true`, which
/// costs it one round trip and needs no person.
package struct NonceIssuer: Sendable {
    /// What a nonce that came back is worth.
    package enum Check: Hashable, Sendable {
        case valid(NonceID)
        /// Ours, but too old, from the future (the clock was set back) or from another epoch.
        case expired
        /// Never ours.
        case forged
    }

    /// How long a nonce may be used.
    package let lifetime: Interval
    private let key: SecretKeyedTag
    private let epoch: UInt64
    private var serial: UInt64 = 0

    /// - Parameters:
    ///   - key: 32 octets of secret, kept over restarts so that yesterday's nonces are known as
    ///     expired, not forged.
    ///   - lifetime: one hour unless told: it spares a phone that registers every five minutes
    ///     eleven challenges of twelve, while a digest that leaks is of no use to anyone after
    ///     that; nonce counts stop replays within it.
    package init(key: [UInt8], lifetime: Interval = .seconds(3600), entropy: inout EntropySource) {
        self.key = SecretKeyedTag(key: key)
        self.lifetime = lifetime
        self.epoch = entropy.next() >> 8
    }

    /// Appends a new nonce, 40 characters of base64url.
    package mutating func issue(now: WallTime, to text: inout [UInt8]) {
        serial = (serial + 1) & 0xFFFF_FFFF_FFFF
        let issued = UInt64(clamping: now.seconds) & 0xFF_FFFF_FFFF
        SignedNonce(epoch: epoch, serial: serial, issued: issued, under: key).write(to: &text)
    }

    /// - Cost: two SHA-256 blocks, whatever the text; texts of another form are settled without.
    package func check(_ text: Span<UInt8>, now: WallTime) -> Check {
        guard let nonce = SignedNonce(text), nonce.isGenuine(under: key) else { return .forged }
        let id = NonceID(serial: nonce.serial, issued: Int64(nonce.issued))
        let age = now.seconds - id.issued
        guard nonce.epoch == epoch, age >= 0, age * 1_000_000_000 <= lifetime.nanoseconds else {
            return .expired
        }
        return .valid(id)
    }
}
