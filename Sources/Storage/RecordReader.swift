import Determinism
import GRDB
package import Subscribers

/// Reads one subscriber with its bindings, as fast as SQLite can.
///
/// - Cost: some index look-ups, about 6 µs with the pages in memory; two statements more with a
///   set.
struct RecordReader: ~Copyable {
    private let statement: RawStatement
    private let db: Database
    private let path: String

    /// The sixth column tells the usual subscriber, which is read by this statement alone.
    private static let sql = """
        SELECT found.registration_set, found.user, digest_hashes, contacts, (SELECT run FROM node),
            found.barred = 0 AND login.user = found.user
            AND found.uri = 'sip:' || found.user || '@' || realm
            AND NOT EXISTS (
                SELECT 1 FROM public_identities other
                WHERE other.registration_set = found.registration_set AND other.id <> found.id)
            AND NOT EXISTS (
                SELECT 1 FROM set_members other
                WHERE other.registration_set = found.registration_set
                AND other.private_identity <> login.id)
        FROM public_identities found
        LEFT JOIN set_members USING (registration_set)
        LEFT JOIN private_identities login ON login.id = private_identity
        LEFT JOIN bindings USING (registration_set)
        WHERE found.key = ?1 ORDER BY found.id LIMIT 1
        """

    init(_ db: Database, path: String) throws {
        statement = try RawStatement(Self.sql, in: db)
        self.db = db
        self.path = path
    }

    /// - Parameter unfolded: gives the blob that is newer than the row of a subscriber, where there
    ///   is one.
    /// - Returns: nil for a key that is no subscriber's.
    func record(
        for key: SubscriberKey, unfolded: (Int64) throws -> [UInt8]?
    ) throws -> SubscriberRecord? {
        statement.bind(text: key.text, at: 1)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        let id = statement.integer(0)
        let user = statement.text(1)
        let isUsual = statement.integer(5) == 1
        let hashes = isUsual ? statement.withBlob(2) { DigestHashBlob.decode($0) } : []
        let run = UInt64(bitPattern: statement.integer(4))
        let bindings: [Binding]? =
            if let newer = try unfolded(id) {
                try? BindingBlob.decode(newer.span, run: run)
            } else {
                statement.withBlob(3) { blob in
                    blob.isEmpty ? [] : try? BindingBlob.decode(blob, run: run)
                }
            }
        guard let hashes, let bindings else {
            throw StorageError(
                .corrupt, "the row of subscriber \(user) cannot be read", at: path,
                remedy: "remove and add that subscriber, or put back a backup")
        }
        if !isUsual {
            guard let found = try RegistrationSetReader.subscriber(id, db, path: path) else {
                return nil
            }
            return SubscriberRecord(subscriber: found, bindings: bindings)
        }
        let subscriber = Subscriber(id: id, user: user, digestHashes: hashes)
        return SubscriberRecord(subscriber: subscriber, bindings: bindings)
    }

    /// Reads a record in the process that writes the registrations, whose unfolded ones are in
    /// memory.
    func record(
        for key: SubscriberKey, in unfolded: UnfoldedBindings
    ) throws -> SubscriberRecord? {
        while true {
            let generation = unfolded.generation
            var isCurrent = true
            let record = try record(for: key) { id in
                let found = unfolded.find(id)
                isCurrent = found.blob != nil || found.generation == generation
                return found.blob
            }
            // Between reading the row and asking for something newer a fold may have taken that
            // into the row.
            if isCurrent { return record }
        }
    }
}

extension SubscriberDatabase {
    /// Finds a subscriber with its bindings.
    ///
    /// For commands and whoever asks seldom; a node asks through `SubscriberLookups`. Expired
    /// bindings are returned too: time is the caller's. Flows over connections of an earlier run of
    /// the node are marked as gone.
    /// - Returns: nil for a key that is no subscriber's.
    package func record(for key: SubscriberKey) throws(StorageError) -> SubscriberRecord? {
        try reporting(path) {
            try pool.read { db in
                // Row and journal in one transaction: what a fold moves is in exactly one of them.
                let reader = try RecordReader(db, path: path)
                let unfolded = try JournalTable.unfolded(db, path: path)
                return try reader.record(for: key) { unfolded[$0] }
            }
        }
    }
}
