/// Public identities that register together, and whoever may register them (TS 23.228 5.2.1a).
///
/// Only for the subscriber that is not the usual one, see `Subscriber.set`. Shared and never
/// changed: a record that is copied costs no more for it.
package final class ImplicitRegistrationSet: Sendable {
    /// One of its public user identities.
    package struct Identity: Hashable, Sendable {
        /// As it was provisioned, such as `sip:+15551000000@example.com` or `tel:+15551000000`.
        package let uri: String
        package let key: SubscriberKey
        /// May register, and nothing else.
        package let isBarred: Bool

        package init(uri: String, key: SubscriberKey, isBarred: Bool = false) {
            self.uri = uri
            self.key = key
            self.isBarred = isBarred
        }
    }

    /// One of the private user identities that may register it.
    package struct Login: Hashable, Sendable {
        package let name: String
        /// Whose spellings the hashes are for, in their order; nil where the one hash is for the
        /// name alone.
        package let user: String?
        package let digestHashes: [DigestHash]

        package init(name: String, user: String?, digestHashes: [DigestHash]) {
            self.name = name
            self.user = user
            self.digestHashes = digestHashes
        }
    }

    /// In the order in which they were provisioned.
    package let identities: [Identity]
    package let logins: [Login]

    package init(identities: [Identity], logins: [Login]) {
        self.identities = identities
        self.logins = logins
    }

    /// The first of its identities that may be shown to others (TS 23.228 4.3.3.4).
    package var defaultIdentity: Identity? { identities.first { !$0.isBarred } }

    /// Those with that key: a number may be a SIP URI and a tel URI.
    package func identities(with key: SubscriberKey) -> [Identity] {
        identities.filter { $0.key == key }
    }

    /// True for a key whose every identity is barred. One that is not there has been put there
    /// since, or nobody could have found the set by it.
    package func isBarred(_ key: SubscriberKey) -> Bool {
        let named = identities(with: key)
        return !named.isEmpty && named.allSatisfy(\.isBarred)
    }
}

extension ImplicitRegistrationSet: Hashable {
    package static func == (a: ImplicitRegistrationSet, b: ImplicitRegistrationSet) -> Bool {
        a === b || (a.identities == b.identities && a.logins == b.logins)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(identities)
        hasher.combine(logins)
    }
}
