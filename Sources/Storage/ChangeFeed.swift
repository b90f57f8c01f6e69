import Determinism
import GRDB
package import Subscribers
import Synchronization

/// Tells which subscribers somebody added, changed or removed, also in another process.
///
/// A node asks every now and then and forgets what it remembers of them. Registrations do not show
/// here: only the node writes those.
package final class ChangeFeed: Sendable {
    package enum Changes: Hashable, Sendable {
        case none
        /// These subscribers, each once, the earliest change first.
        case keys([SubscriberKey])
        /// More than are kept: nothing that is remembered can be relied on.
        case everything
    }

    private struct Position: Sendable {
        /// SQLite's `PRAGMA data_version`, which costs next to nothing: unchanged, nobody committed
        /// anything.
        var dataVersion: Int64
        var seq: Int64
    }

    private let queue: DatabaseQueue
    private let path: String
    private let position: Mutex<Position>

    /// Begins with the present: what changed before is not told.
    package init(_ database: SubscriberDatabase) throws(StorageError) {
        path = database.path
        let queue = try database.connection(label: "change-feed", readonly: true)
        let position = try reporting(database.path) {
            try queue.unsafeRead { try Self.present($0) }
        }
        self.queue = queue
        self.position = Mutex(position)
    }

    /// What changed since the last call.
    ///
    /// - Cost: a few microseconds where nothing was committed, ten or so where only registrations
    ///   were.
    package func poll() throws(StorageError) -> Changes {
        try position.withLock { position throws(StorageError) in
            try reporting(path) {
                try queue.unsafeRead { db in
                    let version = try Self.dataVersion(db)
                    guard version != position.dataVersion else { return .none }
                    let changes = try Self.changes(db, since: position.seq)
                    position.dataVersion = version
                    position.seq = changes.last
                    return changes.found
                }
            }
        }
    }

    package func close() { try? queue.close() }

    private static func present(_ db: Database) throws -> Position {
        // The version first: what comes in between is told once more, never missed.
        let version = try dataVersion(db)
        let seq = try Int64.fetchOne(db, sql: "SELECT max(seq) FROM changes") ?? 0
        return Position(dataVersion: version, seq: seq)
    }

    private static func dataVersion(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    }

    private static func changes(
        _ db: Database, since seq: Int64
    ) throws -> (found: Changes, last: Int64) {
        let statement = try RawStatement(
            "SELECT seq, key FROM changes WHERE seq > ?1 ORDER BY seq", in: db)
        statement.bind(seq, at: 1)
        var last = seq
        var keys: [SubscriberKey] = []
        var seen: Set<SubscriberKey> = []
        var isWhole = true
        while try statement.step() {
            let found = statement.integer(0)
            if found != last + 1 { isWhole = false }
            last = found
            guard let key = SubscriberKey(statement.text(1)) else { continue }
            if seen.insert(key).inserted { keys.append(key) }
        }
        guard last > seq else { return (.none, seq) }
        return (isWhole ? .keys(keys) : .everything, last)
    }
}
