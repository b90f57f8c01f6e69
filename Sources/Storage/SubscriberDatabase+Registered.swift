package import Determinism
import GRDB
package import Subscribers

extension SubscriberDatabase {
    /// The subscribers that are registered now, in the order of their first keys, with their
    /// contacts; a set of several identities once.
    ///
    /// - Parameter limit: the first so many.
    /// - Cost: O(registrations), as for counting them.
    package func registered(limit: Int, now: WallTime) throws(StorageError) -> [SubscriberRecord] {
        try reporting(path) {
            try pool.read { db in
                let unfolded = try JournalTable.unfolded(db, path: path)
                let keys = try Self.registeredKeys(db, unfolded, limit: limit, now: now)
                let reader = try RecordReader(db, path: path)
                return try keys.compactMap { text in
                    guard let key = SubscriberKey(text),
                        var record = try reader.record(for: key, unfolded: { unfolded[$0] })
                    else { return nil }
                    record.bindings.removeAll { $0.expires <= now }
                    return record.bindings.isEmpty ? nil : record
                }
            }
        }
    }

    /// From the rows, but for the subscribers of whom the journal knows something newer.
    private static func registeredKeys(
        _ db: Database, _ unfolded: [Int64: [UInt8]], limit: Int, now: WallTime
    ) throws -> ArraySlice<String> {
        var keys: [String] = []
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT registration_set, key FROM public_identities own
                JOIN bindings USING (registration_set)
                WHERE bindings.latest > ? AND NOT EXISTS (
                    SELECT 1 FROM public_identities earlier
                    WHERE earlier.registration_set = own.registration_set AND earlier.id < own.id)
                ORDER BY key
                """, arguments: [now.milliseconds])
        while keys.count < limit, let row = try rows.next() {
            if unfolded[row[0]] == nil { keys.append(row[1]) }
        }
        let newer = try RawStatement(
            "SELECT key FROM public_identities WHERE registration_set = ?1 ORDER BY id LIMIT 1", in: db)
        for (subscriber, blob) in unfolded {
            let entry = try JournalEntry(blob: blob)
            guard entry.count > 0, entry.latest > now else { continue }
            newer.bind(subscriber, at: 1)
            defer { newer.reset() }
            if try newer.step() { keys.append(newer.text(0)) }
        }
        // In SQLite's order of texts, octet by octet.
        keys.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return keys.prefix(limit)
    }
}
