import Determinism
import GRDB
import GRDBSQLite
import Synchronization

/// The journal's connection to the data file, used by its thread alone.
final class WritingDesk: Sendable {
    let statistics = Mutex(BindingJournal.Statistics())
    private let queue: DatabaseQueue
    private let path: String
    private let run: UInt64
    private let checkpointAfter: Int
    /// Registrations since the log was last copied into the file.
    private let sinceCheckpoint = Mutex(0)
    private let blob = Mutex<[UInt8]>([])

    init(_ database: SubscriberDatabase, checkpointAfter: Int) throws(StorageError) {
        path = database.path
        self.checkpointAfter = checkpointAfter
        let queue = try database.connection(label: "binding-journal", readonly: false)
        self.queue = queue
        run = try reporting(database.path) {
            try queue.writeWithoutTransaction { db in
                // Checkpoints are made here, in pauses, and not inside a commit that phones wait
                // for.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes)")
                let sql = "UPDATE node SET run = run + 1 RETURNING run"
                return UInt64(bitPattern: try Int64.fetchOne(db, sql: sql) ?? 0)
            }
        }
    }

    /// Enough for the pages of a hundred thousand registrations.
    private static let cacheKibibytes = 32_768

    /// Runs `write` for each place of a batch within one transaction, and returns when it is on the
    /// disk.
    func commit(
        count: Int, write: (Int, borrowing BindingWriter, inout [UInt8]) throws -> Void
    ) throws(StorageError) {
        do {
            try reporting(path) {
                try queue.writeWithoutTransaction { db in
                    try transaction(db) {
                        let writer = try BindingWriter.make(db, run: run)
                        try blob.withLock { blob in
                            for place in 0..<count { try write(place, writer, &blob) }
                        }
                    }
                }
            }
        } catch {
            statistics.withLock { $0.failures += count }
            throw error
        }
        statistics.withLock {
            $0.commits += 1
            $0.registrations += count
        }
        let isDue = sinceCheckpoint.withLock { written in
            written += count
            return written >= checkpointAfter
        }
        if isDue { checkpoint() }
    }

    /// Copies the log into the file, as far as no reader is in the way; a failure is left to the
    /// next time.
    func checkpoint() {
        sinceCheckpoint.withLock { $0 = 0 }
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }

    func pragma(_ name: String) -> String? {
        try? queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    func close() {
        checkpoint()
        try? queue.close()
    }

    private func transaction(_ db: Database, _ body: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE", db)
        do {
            try body()
            try run("COMMIT", db)
        } catch {
            // SQLite may have rolled back by itself (a full disk); then there is nothing left to
            // do.
            if db.isInsideTransaction { try? run("ROLLBACK", db) }
            throw error
        }
    }

    private func run(_ sql: String, _ db: Database) throws {
        let statement = try RawStatement(sql, in: db)
        let code = statement.run()
        guard code == SQLITE_DONE else { throw statement.failure(code) }
    }
}
