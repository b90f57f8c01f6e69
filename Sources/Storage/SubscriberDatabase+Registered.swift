package import Determinism
import GRDB
package import Subscribers

extension SubscriberDatabase {
    /// The subscribers that are registered now, in the order of their keys, with their contacts.
    ///
    /// - Parameter limit: the first so many.
    package func registered(limit: Int, now: WallTime) throws(StorageError) -> [SubscriberRecord] {
        let sql = """
            SELECT key FROM subscribers JOIN bindings ON bindings.subscriber = subscribers.id
            WHERE bindings.latest > ? ORDER BY key LIMIT ?
            """
        let keys = try reporting(path) {
            try pool.read { db in
                try String.fetchAll(db, sql: sql, arguments: [now.milliseconds, limit])
            }
        }
        var records: [SubscriberRecord] = []
        for key in keys {
            guard let key = SubscriberKey(key), var record = try record(for: key) else { continue }
            record.bindings.removeAll { $0.expires <= now }
            if !record.bindings.isEmpty { records.append(record) }
        }
        return records
    }
}
