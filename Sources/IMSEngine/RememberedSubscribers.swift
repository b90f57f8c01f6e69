import Determinism
import SIPTransports
import Subscribers

/// Subscribers and their contacts as last seen in the store, and as changed by us since.
///
/// The store stays the truth: an entry may be forgotten at any time and is then looked up again.
struct RememberedSubscribers {
    private var records: [SubscriberKey: SubscriberRecord] = [:]
    /// Which subscribers registered over a connection, so that its end can be marked.
    private var byConnection: [UInt64: [SubscriberKey]] = [:]
    /// Contacts that are reached over a connection, for dialogs that outlived the one they began
    /// on.
    private var byContact: [[UInt8]: Flow] = [:]
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { records.count }

    subscript(key: SubscriberKey) -> SubscriberRecord? { records[key] }

    /// Makes room by forgetting whichever entry comes first: with a limit above the registered
    /// population, an idle one.
    mutating func remember(_ record: SubscriberRecord, as key: SubscriberKey) {
        if records[key] == nil, records.count >= limit, let victim = records.keys.first {
            records.removeValue(forKey: victim)
        }
        records[key] = record
        for binding in record.bindings where binding.flow.connection != 0 && !binding.flowIsGone {
            byConnection[binding.flow.connection, default: []].appendOnce(key)
            byContact[binding.contact] = binding.flow
        }
    }

    mutating func forget(_ key: SubscriberKey) { records.removeValue(forKey: key) }

    mutating func forgetAll() { records.removeAll() }

    /// The connection that a contact was registered over last; exactly as it was written then.
    func flow(ofContact contact: [UInt8]) -> Flow? { byContact[contact] }

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
