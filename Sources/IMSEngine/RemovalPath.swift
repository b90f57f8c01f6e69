import Determinism
import Subscribers

/// Ending registrations because an operator or their owner says so. TS 24.229 5.4.1.5, without the
/// NOTIFY to the phone.
extension Engine {
    mutating func removeContacts(of key: SubscriberKey, _ order: RemovalOrder) {
        if let record = remembered[key] { return remove(order, from: record) }
        guard let handle = park(.removing(order, key)) else { return answer(order, .unavailable) }
        effects.append(.findSubscriber(key, for: handle))
    }

    /// Calls ring the contact no more from here on; whoever asked hears of it once that is on disk.
    mutating func remove(_ order: RemovalOrder, from record: SubscriberRecord) {
        let kept = record.bindings.filter { binding in
            guard let contact = order.contact else { return false }
            return !ContactIdentity.areSame(contact.span, binding.contact.span)
        }
        guard kept.count < record.bindings.count else { return answer(order, .nothing) }
        let rest = SubscriberRecord(subscriber: record.subscriber, bindings: kept)
        let removed = record.bindings.count - kept.count
        if !store(rest, as: .storingRemoval(rest, order, removed)) { answer(order, .unavailable) }
    }

    mutating func removalStored(
        _ record: SubscriberRecord, _ order: RemovalOrder, _ removed: Int, isDurable: Bool
    ) {
        guard isDurable else { return answer(order, .unavailable) }
        if record.bindings.isEmpty {
            effects.append(.event(.unregistered(user: record.subscriber.user)))
        }
        answer(order, .removed(removed))
    }

    mutating func answer(_ order: RemovalOrder, _ outcome: RemovalOutcome) {
        effects.append(.contactsRemoved(outcome, order: order.number))
    }
}

/// Whose wish it is that contacts go, and which.
struct RemovalOrder {
    /// Nil for all.
    let contact: [UInt8]?
    let number: UInt64
}
