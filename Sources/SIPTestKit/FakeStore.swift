import Determinism
import DigestAuthentication
package import Subscribers

/// Subscribers and bindings in memory, standing for the store; it outlives the engines that ask it.
package final class FakeStore {
    package enum Mood: Sendable {
        /// Every question is answered before the turn is over.
        case answersAtOnce
        /// Questions wait until `EngineBench.answerStore` is called.
        case waits
        /// Every question is answered: not now.
        case fails
    }

    package var mood = Mood.answersAtOnce
    package private(set) var records: [SubscriberKey: SubscriberRecord] = [:]
    /// Further keys of the subscribers with several identities.
    private var aliases: [SubscriberKey: SubscriberKey] = [:]
    private var lastID: Int64 = 0

    package init() {}

    package func provision(_ user: String, password: String, realm: String = "example.com") {
        lastID += 1
        let hashes = DigestUsername.spellings(of: user, realm: realm).map {
            DigestHash(username: $0, realm: realm, password: password)
        }
        let subscriber = Subscriber(id: lastID, user: user, digestHashes: hashes)
        guard let key = subscriber.key else {
            preconditionFailure("\(user) cannot be a subscriber")
        }
        records[key] = SubscriberRecord(subscriber: subscriber, bindings: [])
    }

    /// Provisions a subscriber with these public identities, of whom some may be barred, and these
    /// private ones, all with one password.
    package func provision(
        identities uris: [String], barred: Set<String> = [], logins names: [String],
        password: String, realm: String = "example.com"
    ) {
        lastID += 1
        let identities = uris.map { uri in
            guard let key = Self.key(ofURI: uri) else { preconditionFailure("\(uri) has no user") }
            return ImplicitRegistrationSet.Identity(
                uri: uri, key: key, isBarred: barred.contains(uri))
        }
        let logins = names.map { name in
            let user = name.hasSuffix("@\(realm)") ? String(name.dropLast(realm.count + 1)) : nil
            let spellings = user.map { DigestUsername.spellings(of: $0, realm: realm) } ?? [name]
            return ImplicitRegistrationSet.Login(
                name: name, user: user,
                digestHashes: spellings.map {
                    DigestHash(username: $0, realm: realm, password: password)
                })
        }
        let first = identities[0].key
        let subscriber = Subscriber(
            id: lastID, user: first.text,
            set: ImplicitRegistrationSet(identities: identities, logins: logins))
        records[first] = SubscriberRecord(
            subscriber: subscriber, bindings: records[first]?.bindings ?? [])
        for identity in identities where identity.key != first { aliases[identity.key] = first }
    }

    private static func key(ofURI uri: String) -> SubscriberKey? {
        let rest = uri.drop { $0 != ":" }.dropFirst()
        return SubscriberKey(String(rest.prefix { $0 != "@" }))
    }

    package subscript(user: String) -> SubscriberRecord? {
        SubscriberKey(user).flatMap { record(of: $0) }
    }

    package func record(of key: SubscriberKey) -> SubscriberRecord? {
        records[key] ?? aliases[key].flatMap { records[$0] }
    }

    package func store(_ bindings: [Binding], of subscriber: Int64) {
        for (key, record) in records where record.subscriber.id == subscriber {
            records[key]?.bindings = bindings
            return
        }
    }

    package func remove(_ user: String) {
        if let key = SubscriberKey(user) { records.removeValue(forKey: key) }
    }
}
