import Determinism
import Foundation
import GRDB
import Storage
import Subscribers
import Testing

/// What a data file of the first version turns into.
@Suite struct MigrationTests {
    @Test func `Subscribers of the first version keep their numbers, passwords and contacts`()
        throws
    {
        let directory = NSTemporaryDirectory() + "clearwater-migration-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let path = directory + "/" + SubscriberDatabase.fileName
        let old = try DatabaseQueue(path: path)
        try old.writeWithoutTransaction { db in
            try db.execute(sql: Self.firstVersion)
            try db.execute(
                sql: "INSERT INTO subscribers VALUES (7, '15551000000', '+15551000000', 'example.com', ?, 5)",
                arguments: [Data(repeating: 0xA5, count: 64)])
            try db.execute(sql: "INSERT INTO subscribers VALUES (9, 'gone', 'gone', 'example.com', x'', 6)")
            try db.execute(sql: "DELETE FROM subscribers WHERE id = 9")
        }
        try old.close()

        let database = try SubscriberDatabase.open(directory: directory)
        let record = try #require(try database.record(for: SubscriberKey("+15551000000")!))
        #expect(record.subscriber.id == 7)
        #expect(record.subscriber.user == "+15551000000")
        #expect(record.subscriber.digestHashes.count == 4)
        #expect(record.subscriber.digestHashes[0].high == 0xA5A5_A5A5_A5A5_A5A5)
        let next = try database.add(
            NewSubscriber(user: "alice", password: "x", realm: "example.com"),
            now: WallTime(milliseconds: 7))
        #expect(next.id == 10, "the row of a removed subscriber never comes back")
        try database.close()
    }

    /// The tables as the first version made them.
    private static let firstVersion = """
        CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
        INSERT INTO grdb_migrations VALUES ('1');
        CREATE TABLE subscribers (
            id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, user TEXT NOT NULL,
            realm TEXT NOT NULL, digest_hashes BLOB NOT NULL, created INTEGER NOT NULL) STRICT;
        CREATE TABLE bindings (
            subscriber INTEGER PRIMARY KEY REFERENCES subscribers (id) ON DELETE CASCADE,
            count INTEGER NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL,
            contacts BLOB NOT NULL) STRICT;
        CREATE TABLE journal (seq INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE node (id INTEGER PRIMARY KEY CHECK (id = 1), run INTEGER NOT NULL) STRICT;
        INSERT INTO node VALUES (1, 3);
        CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL) STRICT;
        CREATE TRIGGER subscriber_added AFTER INSERT ON subscribers BEGIN
            INSERT INTO changes (key) VALUES (NEW.key); END;
        PRAGMA application_id = \(0x4357_7377);
        PRAGMA user_version = 1;
        """
}
