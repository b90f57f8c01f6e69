import Determinism
import GRDB
import Subscribers
import Synchronization

/// The journal's connection to the data file, used by its thread alone.
final class WritingDesk: Sendable {
    private struct State: Sendable {
        /// Of the last batch in the journal table.
        var seq: Int64
        /// Registrations since the last fold began.
        var sinceFold = 0
        var fold: Fold?
        var statistics = BindingJournal.Statistics()
    }

    private let queue: DatabaseQueue
    private let path: String
    private let run: UInt64
    private let foldAfter: Int
    private let unfolded: UnfoldedBindings
    private let state: Mutex<State>

    /// Subscribers in one slice of a fold: some milliseconds.
    private static let slice = 1000
    /// Enough for the pages of a hundred thousand registrations.
    private static let cacheKibibytes = 32_768

    init(_ database: SubscriberDatabase, foldAfter: Int) throws(StorageError) {
        let path = database.path
        let queue = try database.connection(label: "binding-journal", readonly: false)
        let left = try reporting(path) {
            try queue.writeWithoutTransaction { db in
                // Checkpoints are made here, after a fold, and not inside a commit that phones wait
                // for.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
                try db.execute(sql: "PRAGMA cache_size = -\(Self.cacheKibibytes)")
                let run = try Int64.fetchOne(db, sql: "UPDATE node SET run = run + 1 RETURNING run")
                let entries = try JournalTable.unfolded(db, path: path).mapValues {
                    try JournalEntry(blob: $0)
                }
                return (run: run ?? 0, entries: entries, seq: try JournalTable.lastSeq(db))
            }
        }
        self.queue = queue
        self.path = path
        self.foldAfter = foldAfter
        run = UInt64(bitPattern: left.run)
        unfolded = database.unfolded
        unfolded.attach(left.entries)
        state = Mutex(State(seq: left.seq))
    }

    var statistics: BindingJournal.Statistics { state.withLock { $0.statistics } }

    /// Makes a batch durable in one transaction.
    ///
    /// - Returns: for each, in order, false where there is no such subscriber (any more).
    /// - Throws: when nothing was written.
    func commit(
        _ batch: some Collection<(bindings: [Binding], subscriber: Int64)>
    ) throws(StorageError) -> [Bool] {
        let seq = state.withLock { $0.seq + 1 }
        do throws(StorageError) {
            var outcomes: [Bool] = []
            var entries: [(subscriber: Int64, entry: JournalEntry)] = []
            var octets: [UInt8] = []
            octets.reserveCapacity(192 * batch.count)
            try transaction { db in
                let known = try RawStatement("SELECT 1 FROM registration_sets WHERE id = ?1", in: db)
                for (bindings, subscriber) in batch {
                    known.bind(subscriber, at: 1)
                    let isKnown = try known.step()
                    known.reset()
                    outcomes.append(isKnown)
                    guard isKnown else { continue }
                    let entry = JournalEntry(bindings, run: run)
                    JournalBatch.append(entry, of: subscriber, to: &octets)
                    entries.append((subscriber, entry))
                }
                if !entries.isEmpty { try JournalTable.append(octets.span, seq: seq, db) }
            }
            unfolded.add(entries)
            state.withLock { state in
                if !entries.isEmpty { state.seq = seq }
                state.sinceFold += entries.count
                state.statistics.commits += 1
                state.statistics.registrations += entries.count
            }
            return outcomes
        } catch {
            state.withLock { $0.statistics.failures += batch.count }
            throw error
        }
    }

    /// Puts a slice of the journal into the rows when enough has gathered, or a fold is under way.
    func foldIfDue() {
        let isDue = state.withLock { $0.fold != nil || $0.sinceFold >= foldAfter }
        if isDue { _ = foldSlice() }
    }

    /// Puts a slice of the journal into the rows.
    ///
    /// - Returns: true when there is more to do; false also when the disk refused, which loses
    ///   nothing: the journal keeps it all.
    func foldSlice() -> Bool {
        guard let fold = currentFold() else { return false }
        let slice = fold.slice(Self.slice)
        let isLast = fold.endsWith(slice.count)
        do throws(StorageError) {
            try transaction { db in
                let folder = try BindingFolder.make(db)
                for (subscriber, entry) in slice {
                    try folder.fold(entry, subscriber: subscriber)
                }
                if isLast { try JournalTable.remove(through: fold.through, db) }
            }
        } catch {
            return false
        }
        guard isLast else {
            state.withLock { $0.fold?.advance(slice.count) }
            return true
        }
        state.withLock { $0.fold = nil }
        unfolded.endFold()
        checkpoint()
        return false
    }

    /// Puts all of the journal into the rows, then closes the connection.
    func close() {
        while foldSlice() {}
        unfolded.detach()
        try? queue.close()
    }

    func pragma(_ name: String) -> String? {
        try? queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }

    /// The fold under way, or a new one; nil when there is nothing to fold.
    private func currentFold() -> Fold? {
        state.withLock { state in
            if let fold = state.fold { return fold }
            let entries = unfolded.beginFold()
            guard !entries.isEmpty else { return nil }
            state.sinceFold = 0
            state.fold = Fold(entries, through: state.seq)
            return state.fold
        }
    }

    /// Copies SQLite's log into the file, as far as no reader is in the way; else the next time.
    private func checkpoint() {
        _ = try? queue.writeWithoutTransaction { try $0.checkpoint(.passive) }
    }

    private func transaction(_ body: (Database) throws -> Void) throws(StorageError) {
        try reporting(path) {
            try queue.writeWithoutTransaction { db in
                try RawStatement("BEGIN IMMEDIATE", in: db).runToEnd()
                do {
                    try body(db)
                    try RawStatement("COMMIT", in: db).runToEnd()
                } catch {
                    // SQLite may have rolled back by itself (a full disk); then nothing is left to
                    // do.
                    if db.isInsideTransaction { try? RawStatement("ROLLBACK", in: db).runToEnd() }
                    throw error
                }
            }
        }
    }
}
