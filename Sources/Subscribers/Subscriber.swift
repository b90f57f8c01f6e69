/// A subscriber as the store keeps it: who it is and how it proves it.
///
/// The usual one has one identity at the home domain that may be called, and one login by the same
/// name; its two texts are all that it needs. Any other has a `set`.
package struct Subscriber: Hashable, Sendable {
    /// The store's row, of the implicit registration set.
    package var id: Int64
    /// The user part of its first identity as the operator wrote it, `+15551000000` or `alice`.
    package var user: String
    private var kind: Kind

    /// One word in either case: there is a subscriber for each registration in memory.
    private enum Kind: Hashable, Sendable {
        case usual([DigestHash])
        case other(ImplicitRegistrationSet)
    }

    package init(id: Int64, user: String, digestHashes: [DigestHash]) {
        self.id = id
        self.user = user
        kind = .usual(digestHashes)
    }

    package init(id: Int64, user: String, set: ImplicitRegistrationSet) {
        self.id = id
        self.user = user
        kind = .other(set)
    }

    /// MD5 digest hashes (RFC 2617 3.2.2.2 A1) of the password, one a spelling of the user name, in
    /// the order of `DigestUsername.spellings(of:realm:)`. The password itself is nowhere. Empty
    /// where there is a `set`.
    package var digestHashes: [DigestHash] {
        switch kind {
        case .usual(let hashes): hashes
        case .other: []
        }
    }

    /// Its identities and logins where these are not the usual ones.
    package var set: ImplicitRegistrationSet? {
        switch kind {
        case .usual: nil
        case .other(let set): set
        }
    }

    /// What it is remembered by: the key of its first identity. Others of its set lead to it.
    package var key: SubscriberKey? { SubscriberKey(user) }

    /// True for one of its identities that may register, and nothing else.
    package func isBarred(_ key: SubscriberKey) -> Bool { set?.isBarred(key) ?? false }
}

/// H(A1) = MD5(username ":" realm ":" password), 16 octets.
package struct DigestHash: Hashable, Sendable {
    package var high: UInt64
    package var low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// The user names under which a phone may log in for one subscriber.
///
/// Phones differ in what they call the user name: the number, with or without `+`, alone or with
/// the domain. A digest hash covers the exact spelling, so one is stored for each.
package enum DigestUsername {
    /// `+1555` gives `+1555`, `+1555@realm`, `1555`, `1555@realm`; a name without `+` gives the two
    /// forms of it, and a number without `+` also the two forms with it.
    package static func spellings(of user: String, realm: String) -> [String] {
        var users = [user]
        if user.hasPrefix("+") {
            users.append(String(user.dropFirst()))
        } else if SubscriberKey.isTelephoneNumber(Array(user.utf8).span) {
            users.append("+" + user)
        }
        return users.flatMap { [$0, "\($0)@\(realm)"] }
    }
}
