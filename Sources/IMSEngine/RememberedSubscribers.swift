import Determinism
import SIPTransports
import Subscribers

/// Subscribers and their contacts as last seen in the store, and as changed by us since.
///
/// The store stays the truth: an entry may be forgotten at any time and is then looked up again.
struct RememberedSubscribers {
    private var records: [SubscriberKey: SubscriberRecord] = [:]
    /// The other keys of subscribers with several identities, each with the one that the record is
    /// kept under.
    private var aliases: [SubscriberKey: SubscriberKey] = [:]
    /// Which subscribers registered over a connection, so that its end can be marked.
    private var byConnection: [UInt64: [SubscriberKey]] = [:]
    /// Contacts that are reached over a connection, for dialogs that outlived the one they began
    /// on.
    private var byContact: [[UInt8]: Flow] = [:]
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { records.count }

    /// The subscriber that one of whose identities has this key.
    subscript(key: SubscriberKey) -> SubscriberRecord? {
        if let record = records[key] { return record }
        guard !aliases.isEmpty, let first = aliases[key] else { return nil }
        return records[first]
    }

    /// Makes room by forgetting whichever entry comes first: with a limit above the registered
    /// population, an idle one.
    ///
    /// - Parameter key: the subscriber's own, of its first identity.
    mutating func remember(_ record: SubscriberRecord, as key: SubscriberKey) {
        if records[key] == nil, records.count + aliases.count >= limit,
            let victim = records.keys.first
        {
            drop(victim)
        }
        let old = records.updateValue(record, forKey: key)
        if old?.subscriber.set !== record.subscriber.set {
            unlink(old?.subscriber.set, from: key)
            for identity in record.subscriber.set?.identities ?? [] where identity.key != key {
                aliases[identity.key] = key
            }
        }
        for binding in record.bindings where binding.flow.connection != 0 && !binding.flowIsGone {
            byConnection[binding.flow.connection, default: []].appendOnce(key)
            byContact[binding.contact] = binding.flow
        }
    }

    /// Forgets the subscriber that the key belongs to, by whichever identity it is known.
    mutating func forget(_ key: SubscriberKey) {
        drop(key)
        if let first = aliases[key] { drop(first) }
    }

    mutating func forgetAll() {
        records.removeAll()
        aliases.removeAll()
    }

    /// The connection that a contact was registered over last; exactly as it was written then.
    func flow(ofContact contact: [UInt8]) -> Flow? { byContact[contact] }

    private mutating func drop(_ key: SubscriberKey) {
        unlink(records.removeValue(forKey: key)?.subscriber.set, from: key)
    }

    private mutating func unlink(_ set: ImplicitRegistrationSet?, from key: SubscriberKey) {
        for identity in set?.identities ?? [] where aliases[identity.key] == key {
            aliases.removeValue(forKey: identity.key)
        }
    }

    /// Marks every contact that was reached over this connection.
    mutating func connectionEnded(_ connection: UInt64) {
        for key in byConnection.removeValue(forKey: connection) ?? [] {
            guard var record = records[key] else { continue }
            for index in record.bindings.indices
            where record.bindings[index].flow.connection == connection {
                record.bindings[index].flowIsGone = true
                let contact = record.bindings[index].contact
                if byContact[contact]?.connection == connection {
                    byContact.removeValue(forKey: contact)
                }
            }
            records[key] = record
        }
    }
}

extension [SubscriberKey] {
    fileprivate mutating func appendOnce(_ key: SubscriberKey) {
        if !contains(key) { append(key) }
    }
}
