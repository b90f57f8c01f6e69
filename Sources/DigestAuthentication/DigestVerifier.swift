package import Determinism
package import Subscribers

/// Challenges clients of one realm and decides whether their credentials prove who they say they
/// are.
///
/// RFC 3261 22, RFC 2617 3.2, RFC 7616 3.4. The caller parses the credentials, finds the subscriber
/// that they are to prove and asks here; in between it may wait as long as it likes.
package struct DigestVerifier: Sendable {
    /// What credentials turned out to be worth.
    package enum Outcome: Hashable, Sendable {
        /// They prove the subscriber, once.
        case verified
        /// The password is right and the nonce is not of use: challenge with `stale: true`.
        case stale
        /// Everything is right, but was used before: refuse by a challenge with `stale: true`; a
        /// replaying stranger gains nothing by it, a phone that lost count recovers by itself.
        case replayed
        /// Wrong password, or a spelling of the user name that is not the subscriber's: challenge
        /// or 403.
        case wrong
        /// For another realm than ours: as if they were not there.
        case otherRealm
    }

    package let realm: String
    private let realmBytes: [UInt8]
    private let challenge: Challenge
    private var issuer: NonceIssuer
    private var window: NonceCountWindow
    private var hash = ColonHash()

    /// - Parameters:
    ///   - key: 32 octets of secret, the same after a restart.
    ///   - nonceLimit: how many nonces in use are remembered; beyond it the oldest are answered as
    ///     stale.
    package init(
        realm: String, key: [UInt8], nonceLifetime: Interval = .seconds(3600),
        nonceLimit: Int = 1 << 20,
        entropy: inout EntropySource
    ) {
        self.realm = realm
        realmBytes = Array(realm.utf8)
        challenge = Challenge(realm: realm)
        issuer = NonceIssuer(key: key, lifetime: nonceLifetime, entropy: &entropy)
        window = NonceCountWindow(limit: nonceLimit, lifetime: nonceLifetime)
    }

    /// The value of a WWW-Authenticate header with a new nonce.
    package mutating func challenge(stale: Bool, now: WallTime) -> [UInt8] {
        challenge.write(stale: stale) { issuer.issue(now: now, to: &$0) }
    }

    /// True where the credentials are meant for this realm; a request may carry several for
    /// different ones.
    package func isOwnRealm(_ credentials: borrowing DigestCredentials) -> Bool {
        credentials.realm.equals(realmBytes.span)
    }

    /// Decides what the credentials are worth for this subscriber and request.
    ///
    /// The digest is judged before the nonce, as RFC 2617 3.2.1 wants for `stale`; counts are
    /// recorded only after both.
    /// - Parameter method: of the request, as written.
    /// - Returns: `.verified` at most once per nonce and count.
    /// - Cost: two MD5 and, where the digest is right, one signature check; of several private
    ///   identities only those with that user name are tried.
    package mutating func verify(
        _ credentials: borrowing DigestCredentials, method: Span<UInt8>,
        subscriber: borrowing Subscriber,
        now: WallTime
    ) -> Outcome {
        guard isOwnRealm(credentials) else { return .otherRealm }
        guard isProved(subscriber, by: credentials, method: method) else { return .wrong }
        let withQuality = credentials.hasQualityOfProtection
        switch issuer.check(credentials.nonce, now: now) {
        case .forged, .expired: return .stale
        case .valid(let nonce):
            switch window.admit(nonce, count: withQuality ? credentials.nonceCount : nil, now: now)
            {
            case .fresh: return .verified
            case .replayed: return .replayed
            case .forgotten: return .stale
            }
        }
    }

    private mutating func isProved(
        _ subscriber: borrowing Subscriber, by credentials: borrowing DigestCredentials,
        method: Span<UInt8>
    ) -> Bool {
        guard let set = subscriber.set else {
            return proves(credentials, subscriber.user, subscriber.digestHashes, method: method)
        }
        for login in set.logins
        where proves(credentials, login.user, login.digestHashes, login.name, method: method) {
            return true
        }
        return false
    }

    /// True where the user name is one of those that the hashes are for, and the digest is right.
    ///
    /// - Parameter name: what the one hash is for where there is no user.
    private mutating func proves(
        _ credentials: borrowing DigestCredentials, _ user: String?, _ hashes: [DigestHash],
        _ name: String = "", method: Span<UInt8>
    ) -> Bool {
        let place: Int?
        if let user {
            place = DigestUsername.place(
                of: credentials.username, user: user, realm: realmBytes.span)
        } else {
            place = credentials.username.equals(name.utf8.span) ? 0 : nil
        }
        guard let place, place < hashes.count else { return false }
        let withQuality = credentials.hasQualityOfProtection
        let nothing: [UInt8] = []
        let expected = DigestResponse.expected(
            ha1: hashes[place], method: method, uri: credentials.uri,
            nonce: credentials.nonce,
            nonceCount: withQuality ? credentials.nonceCountText : nothing.span,
            cnonce: credentials.cnonce, using: &hash)
        return expected.equalsInConstantTime(credentials.response)
    }
}
