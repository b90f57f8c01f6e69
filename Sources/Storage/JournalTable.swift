import GRDB
import GRDBSQLite

/// The table that every commit of registrations appends one row to.
///
/// The rows of `bindings` lie scattered, one page each; a batch of them would cost a page written
/// and synced for each registration. Appended to one table a whole batch fits a page or two. Its
/// contents are folded into `bindings` later, each subscriber's last state once, in the order of
/// the rows, which costs a fraction.
enum JournalTable {
    /// Appends a batch under the next number.
    static func append(_ batch: Span<UInt8>, seq: Int64, _ db: Database) throws {
        let statement = try RawStatement(
            "INSERT INTO journal (seq, entries) VALUES (?1, ?2)", in: db)
        statement.bind(seq, at: 1)
        statement.bind(batch, at: 2)
        try statement.runToEnd()
    }

    /// The last state of every subscriber in the table, as blobs.
    static func unfolded(_ db: Database, path: String) throws -> [Int64: [UInt8]] {
        var found: [Int64: [UInt8]] = [:]
        let statement = try RawStatement("SELECT entries FROM journal ORDER BY seq", in: db)
        while try statement.step() {
            do {
                try statement.withBlob(0) { batch in
                    try JournalBatch.read(batch) { found[$0] = $1 }
                }
            } catch is BindingBlob.Unreadable {
                throw StorageError(
                    .corrupt, "the journal of registrations cannot be read", at: path,
                    remedy: "put back a backup, or move the file away to start empty")
            }
        }
        return found
    }

    static func lastSeq(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT max(seq) FROM journal") ?? 0
    }

    /// Forgets batches that are in `bindings` now.
    static func remove(through seq: Int64, _ db: Database) throws {
        let statement = try RawStatement("DELETE FROM journal WHERE seq <= ?1", in: db)
        statement.bind(seq, at: 1)
        try statement.runToEnd()
    }
}

/// Puts states out of the journal into the rows of `bindings`.
struct BindingFolder: ~Copyable {
    private let upsert: RawStatement
    private let delete: RawStatement

    private init(upsert: consuming RawStatement, delete: consuming RawStatement) {
        self.upsert = upsert
        self.delete = delete
    }

    static func make(_ db: Database) throws -> BindingFolder {
        let upsert = try RawStatement(
            """
            INSERT INTO bindings (registration_set, count, earliest, latest, contacts)
            VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (registration_set) DO UPDATE SET
            count = excluded.count, earliest = excluded.earliest, latest = excluded.latest,
            contacts = excluded.contacts
            """, in: db)
        let delete = try RawStatement("DELETE FROM bindings WHERE registration_set = ?1", in: db)
        return BindingFolder(upsert: upsert, delete: delete)
    }

    /// Makes this the state of a subscriber's row; a subscriber that was removed meanwhile stays
    /// removed.
    func fold(_ entry: JournalEntry, subscriber: Int64) throws {
        guard entry.count > 0 else {
            delete.bind(subscriber, at: 1)
            return try delete.runToEnd()
        }
        upsert.bind(subscriber, at: 1)
        upsert.bind(Int64(entry.count), at: 2)
        upsert.bind(entry.earliest.milliseconds, at: 3)
        upsert.bind(entry.latest.milliseconds, at: 4)
        upsert.bind(entry.blob.span, at: 5)
        do {
            try upsert.runToEnd()
        } catch let error as DatabaseError
            where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY
        {
            // There is no such subscriber: its rows went with it.
        }
    }
}
