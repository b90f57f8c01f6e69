import GRDB

/// The tables, as a chain of migrations from the first version to this one.
///
/// - `registration_sets` and what hangs on them: see `ProvisioningSchema`. `AUTOINCREMENT` keeps the
///   row number of a removed set from coming back, so a late write of its bindings finds nobody.
/// - `bindings`: one row for each registration set that has any; `contacts` is a `BindingBlob`, and its
///   count and expiries stand beside it so that counting needs no decoding.
/// - `journal`: registrations that are not in `bindings` yet, a row for each commit, see
///   `JournalTable`.
/// - `changes`: the keys of identities that were added, changed or removed, for caches; the
///   last ones only.
/// - `secrets`: keys that sign nonces and flow tokens.
/// - `node`: how often a node was started on this file; flows of earlier runs are gone.
enum Schema {
    /// Tells our files from other programs' (`PRAGMA application_id`): "CWsw".
    static let applicationID: Int64 = 0x4357_7377
    /// Also written to the file (`PRAGMA user_version`) for a clear refusal of newer ones.
    static let version: Int64 = 2
    /// How many changes are kept.
    static let keptChanges = 10_000

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: first)
            for name in [Secrets.nonceKeyName, Secrets.flowTokenKeyName] {
                try db.execute(
                    sql: "INSERT INTO secrets (name, value) VALUES (?, ?)",
                    arguments: [name, Secrets.newKey()])
            }
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: ProvisioningSchema.second)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        return migrator
    }

    /// Keeps the last changes only; part of every transaction that makes some.
    static func forgetOldChanges(_ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes) - ?",
            arguments: [keptChanges])
    }

    private static let first = """
        CREATE TABLE subscribers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            user TEXT NOT NULL,
            realm TEXT NOT NULL,
            digest_hashes BLOB NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE bindings (
            subscriber INTEGER PRIMARY KEY REFERENCES subscribers (id) ON DELETE CASCADE,
            count INTEGER NOT NULL,
            earliest INTEGER NOT NULL,
            latest INTEGER NOT NULL,
            contacts BLOB NOT NULL
        ) STRICT;

        CREATE TABLE journal (seq INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;

        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

        CREATE TABLE node (id INTEGER PRIMARY KEY CHECK (id = 1), run INTEGER NOT NULL) STRICT;
        INSERT INTO node (id, run) VALUES (1, 0);

        CREATE TABLE changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL) STRICT;
        CREATE TRIGGER subscriber_added AFTER INSERT ON subscribers BEGIN
            INSERT INTO changes (key) VALUES (NEW.key);
        END;
        CREATE TRIGGER subscriber_changed AFTER UPDATE ON subscribers BEGIN
            INSERT INTO changes (key) VALUES (NEW.key);
        END;
        CREATE TRIGGER subscriber_removed AFTER DELETE ON subscribers BEGIN
            INSERT INTO changes (key) VALUES (OLD.key);
        END;
        """
}
