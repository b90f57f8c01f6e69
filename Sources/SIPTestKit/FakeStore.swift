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

    package subscript(user: String) -> SubscriberRecord? {
        SubscriberKey(user).flatMap { records[$0] }
    }

    package func record(of key: SubscriberKey) -> SubscriberRecord? { records[key] }

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
