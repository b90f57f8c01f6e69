package import Determinism
import Foundation
import GRDB

/// A subscriber as a listing shows it.
package struct SubscriberSummary: Hashable, Sendable {
    package var id: Int64
    package var user: String
    /// Where the next page of a listing continues.
    package var key: String
    package var created: WallTime
    /// The realm that its digest hashes are made for.
    package var realm: String
    /// How many contacts were registered when it last registered; some may have expired since.
    package var contacts: Int
    /// When its last contact expires; nil where it has none.
    package var registeredUntil: WallTime?
}

/// How many there are.
package struct SubscriberCounts: Hashable, Sendable {
    package var subscribers: Int
    /// Subscribers with at least one contact that has not expired.
    package var registered: Int
    /// Contacts that have not expired.
    package var contacts: Int

    package init(subscribers: Int, registered: Int, contacts: Int) {
        self.subscribers = subscribers
        self.registered = registered
        self.contacts = contacts
    }
}

extension SubscriberDatabase {
    /// One page of all subscribers, in the order of their keys; a number once, whatever it is
    /// called by.
    ///
    /// - Parameters:
    ///   - after: the last page's last `key`; nil to begin.
    /// - Cost: O(limit), wherever the page is.
    package func subscribers(
        after: String? = nil, limit: Int
    ) throws(StorageError) -> [SubscriberSummary] {
        let sql = """
            SELECT registration_set, user, key, created, coalesce((
                SELECT realm FROM set_members JOIN private_identities ON id = private_identity
                WHERE set_members.registration_set = public_identities.registration_set LIMIT 1
            ), ''), coalesce(count, 0), latest
            FROM public_identities JOIN registration_sets ON registration_sets.id = registration_set
            LEFT JOIN bindings USING (registration_set)
            WHERE key > ? AND NOT EXISTS (
                SELECT 1 FROM public_identities earlier
                WHERE earlier.key = public_identities.key AND earlier.id < public_identities.id)
            ORDER BY key LIMIT ?
            """
        return try reporting(path) {
            try pool.read { db in
                let unfolded = try JournalTable.unfolded(db, path: path)
                return try Row.fetchAll(db, sql: sql, arguments: [after ?? "", limit]).map { row in
                    let latest: Int64? = row[6]
                    var summary = SubscriberSummary(
                        id: row[0], user: row[1], key: row[2],
                        created: WallTime(milliseconds: row[3]),
                        realm: row[4], contacts: row[5],
                        registeredUntil: latest.map { WallTime(milliseconds: $0) })
                    if let newer = unfolded[summary.id] {
                        let entry = try JournalEntry(blob: newer)
                        summary.contacts = entry.count
                        summary.registeredUntil = entry.count > 0 ? entry.latest : nil
                    }
                    return summary
                }
            }
        }
    }

    /// Counts subscribers and registrations.
    ///
    /// - Cost: O(registrations); a fraction of a second for a million.
    package func counts(now: WallTime) throws(StorageError) -> SubscriberCounts {
        try reporting(path) {
            try pool.read { db in
                let time = now.milliseconds
                let subscribers = try Int.fetchOne(
                    db, sql: "SELECT count(DISTINCT key) FROM public_identities")
                let row = try Row.fetchOne(
                    db,
                    sql: """
                        SELECT count(*), coalesce(sum(count) FILTER (WHERE earliest > ?1), 0)
                        FROM bindings WHERE latest > ?1
                        """, arguments: [time])
                var counts = SubscriberCounts(
                    subscribers: subscribers ?? 0, registered: row?[0] ?? 0, contacts: row?[1] ?? 0)
                let mixed = try Row.fetchCursor(
                    db, sql: "SELECT contacts FROM bindings WHERE earliest <= ?1 AND latest > ?1",
                    arguments: [time])
                while let row = try mixed.next() {
                    counts.contacts += try Self.contacts(in: Array(row[0] as Data), now: now)
                }
                try Self.overlay(JournalTable.unfolded(db, path: path), on: &counts, now: now, db)
                return counts
            }
        }
    }

    /// Counts what the journal says of a subscriber in place of what its row says.
    private static func overlay(
        _ unfolded: [Int64: [UInt8]], on counts: inout SubscriberCounts, now: WallTime,
        _ db: Database
    ) throws {
        let row = try RawStatement(
            """
            SELECT contacts FROM registration_sets
            LEFT JOIN bindings ON registration_set = registration_sets.id
            WHERE registration_sets.id = ?1
            """, in: db)
        for (subscriber, newer) in unfolded {
            row.bind(subscriber, at: 1)
            defer { row.reset() }
            guard try row.step() else { continue }
            let old = row.withBlob(0) { blob in blob.withUnsafeBufferPointer { Array($0) } }
            let before = old.isEmpty ? 0 : try contacts(in: old, now: now)
            let after = try contacts(in: newer, now: now)
            counts.contacts += after - before
            counts.registered += (after > 0 ? 1 : 0) - (before > 0 ? 1 : 0)
        }
    }

    private static func contacts(in blob: [UInt8], now: WallTime) throws -> Int {
        try BindingBlob.decode(blob.span, run: 0).count { $0.expires > now }
    }

    /// The realms that digest hashes are made for, other than this one: their subscribers cannot
    /// log in.
    package func realms(otherThan realm: String) throws(StorageError) -> [String] {
        try reporting(path) {
            try pool.read { db in
                try String.fetchAll(
                    db,
                    sql: "SELECT DISTINCT realm FROM private_identities WHERE realm <> ? ORDER BY realm",
                    arguments: [realm])
            }
        }
    }
}
