import Determinism
import GRDB
import GRDBSQLite
import Subscribers

/// Writes a batch of registrations in one transaction.
///
/// - Cost: see `docs/benchmarks.md`; most of it is SQLite's page work, a few per cent are ours.
struct BindingWriter: ~Copyable {
    private let update: RawStatement
    private let insert: RawStatement
    private let delete: RawStatement
    private let run: UInt64

    // Most registrations are refreshes: an update of a row that is there, which needs no look at
    // the subscriber.
    private static let updateSQL = """
        UPDATE bindings SET count = ?2, earliest = ?3, latest = ?4, contacts = ?5
        WHERE subscriber = ?1
        """
    private static let insertSQL = """
        INSERT INTO bindings (subscriber, count, earliest, latest, contacts)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """
    private static let deleteSQL = "DELETE FROM bindings WHERE subscriber = ?1"

    private init(
        update: consuming RawStatement, insert: consuming RawStatement,
        delete: consuming RawStatement, run: UInt64
    ) {
        self.update = update
        self.insert = insert
        self.delete = delete
        self.run = run
    }

    static func make(_ db: Database, run: UInt64) throws -> BindingWriter {
        let update = try RawStatement(updateSQL, in: db)
        let insert = try RawStatement(insertSQL, in: db)
        let delete = try RawStatement(deleteSQL, in: db)
        return BindingWriter(update: update, insert: insert, delete: delete, run: run)
    }

    /// Makes these the bindings of a subscriber, within the transaction that is open.
    ///
    /// - Parameter blob: working space, kept between calls.
    /// - Returns: false where there is no such subscriber (any more); nothing was written then.
    func write(_ bindings: [Binding], subscriber: Int64, blob: inout [UInt8]) throws -> Bool {
        guard let first = bindings.first else {
            delete.bind(subscriber, at: 1)
            let code = delete.run()
            guard code == SQLITE_DONE else { throw delete.failure(code) }
            return true
        }
        var earliest = first.expires
        var latest = first.expires
        for binding in bindings.dropFirst() {
            earliest = min(earliest, binding.expires)
            latest = max(latest, binding.expires)
        }
        BindingBlob.encode(bindings, run: run, into: &blob)
        func bind(_ statement: borrowing RawStatement) {
            statement.bind(subscriber, at: 1)
            statement.bind(Int64(bindings.count), at: 2)
            statement.bind(earliest.milliseconds, at: 3)
            statement.bind(latest.milliseconds, at: 4)
            statement.bind(blob.span, at: 5)
        }
        bind(update)
        let updated = update.run()
        guard updated == SQLITE_DONE else { throw update.failure(updated) }
        if update.changedRows > 0 { return true }
        bind(insert)
        let inserted = insert.run()
        if inserted == ResultCode.SQLITE_CONSTRAINT_FOREIGNKEY.rawValue { return false }
        guard inserted == SQLITE_DONE else { throw insert.failure(inserted) }
        return true
    }
}
