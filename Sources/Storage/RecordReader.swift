import Determinism
import GRDB
package import Subscribers

/// Reads one subscriber with its bindings, as fast as SQLite can.
///
/// - Cost: two index look-ups; about 5 µs with the pages in memory.
struct RecordReader: ~Copyable {
    private let statement: RawStatement
    private let path: String

    private static let sql = """
        SELECT subscribers.id, user, digest_hashes, contacts, (SELECT run FROM node)
        FROM subscribers LEFT JOIN bindings ON bindings.subscriber = subscribers.id
        WHERE key = ?1
        """

    init(_ db: Database, path: String) throws {
        statement = try RawStatement(Self.sql, in: db)
        self.path = path
    }

    /// - Returns: nil for a key that is no subscriber's.
    func record(for key: SubscriberKey) throws -> SubscriberRecord? {
        statement.bind(text: key.text, at: 1)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let user = statement.text(1)
        let hashes = statement.withBlob(2) { DigestHashBlob.decode($0) }
        let run = UInt64(bitPattern: statement.integer(4))
        let bindings = statement.withBlob(3) { blob in
            blob.isEmpty ? [] : try? BindingBlob.decode(blob, run: run)
        }
        guard let hashes, let bindings else {
            throw StorageError(
                .corrupt, "the row of subscriber \(user) cannot be read", at: path,
                remedy: "remove and add that subscriber, or put back a backup")
        }
        let subscriber = Subscriber(id: statement.integer(0), user: user, digestHashes: hashes)
        return SubscriberRecord(subscriber: subscriber, bindings: bindings)
    }
}

extension SubscriberDatabase {
    /// Finds a subscriber with its bindings.
    ///
    /// Expired bindings are returned too: time is the caller's. Flows over connections of an
    /// earlier run of the node are marked as gone.
    /// - Returns: nil for a key that is no subscriber's.
    package func record(for key: SubscriberKey) throws(StorageError) -> SubscriberRecord? {
        try reporting(path) {
            try pool.unsafeRead { try RecordReader($0, path: path).record(for: key) }
        }
    }
}
