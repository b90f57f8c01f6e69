package import Determinism
import Foundation
import GRDB

/// The data file of a deployment: subscribers, their registrations, and the keys that it signs
/// with.
///
/// One SQLite file in write-ahead mode; every commit is on the disk when it returns (`synchronous =
/// FULL`). Any number of processes may have it open: a running node and an operator's commands
/// beside it.
package final class SubscriberDatabase: Sendable {
    package static let fileName = "clearwater.sqlite"

    /// The data directory.
    package let directory: String
    /// The data file.
    package let path: String
    let pool: DatabasePool
    /// What a journal of this process has not put into the rows yet.
    let unfolded = UnfoldedBindings()
    let listener = ProvisioningListener()
    private let patience: Interval

    private init(directory: String, path: String, pool: DatabasePool, patience: Interval) {
        self.directory = directory
        self.path = path
        self.pool = pool
        self.patience = patience
    }

    /// Opens the data file in a directory; makes it, readable by its owner only, where there is
    /// none.
    ///
    /// - Parameter patience: how long a write waits for one of another process.
    /// - Throws: `StorageError` for a missing or unwritable directory, a file that is damaged,
    ///   foreign, from a newer version or locked, and a full disk.
    package static func open(
        directory: String, patience: Interval = .seconds(10)
    ) throws(StorageError) -> SubscriberDatabase {
        try checkDirectory(directory)
        let path = directory.hasSuffix("/") ? directory + fileName : directory + "/" + fileName
        try makeFile(path)
        return try reporting(path) {
            let settings = configuration(patience: patience)
            let pool = try DatabasePool(path: path, configuration: settings)
            try checkVersion(pool, path: path)
            try Schema.migrator.migrate(pool)
            // GRDB sets NORMAL when it turns write-ahead mode on; a commit must survive a power
            // cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return SubscriberDatabase(
                directory: directory, path: path, pool: pool, patience: patience)
        }
    }

    /// Another connection to the file, for one thread's own use.
    func connection(label: String, readonly: Bool) throws(StorageError) -> DatabaseQueue {
        var configuration = Self.configuration(patience: patience)
        configuration.label = label
        configuration.readonly = readonly
        return try reporting(path) { try DatabaseQueue(path: path, configuration: configuration) }
    }

    /// Closes every connection; later calls fail.
    package func close() throws(StorageError) {
        try reporting(path) {
            try pool.close()
            // The pool closes its readers last, and they cannot empty SQLite's log into the file.
            // Whoever closes last of all processes does; then the one file holds everything.
            let last = try connection(label: "closing", readonly: false)
            _ = try last.writeWithoutTransaction {
                try Int.fetchOne($0, sql: "PRAGMA user_version")
            }
            try last.close()
        }
    }

    /// Settings that every connection to the file shares.
    private static func configuration(patience: Interval) -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(patience.nanoseconds) / 1e9)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            if !db.configuration.readonly { try db.execute(sql: "PRAGMA synchronous = FULL") }
        }
        return configuration
    }

    private static func checkDirectory(_ directory: String) throws(StorageError) {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) else {
            throw StorageError(
                .directoryMissing, "no such data directory", at: directory,
                remedy:
                    "create it with: install -d -m 700 \(directory), or name another with --data")
        }
        guard isDirectory.boolValue else {
            throw StorageError(
                .directoryMissing, "is a file, not a data directory", at: directory,
                remedy: "name a directory with --data")
        }
        guard access(directory, W_OK | X_OK) == 0 else { throw unwritable(directory) }
    }

    /// The file is made here and not by SQLite so that nobody else may ever read it; its -wal and
    /// -shm get its mode.
    private static func makeFile(_ path: String) throws(StorageError) {
        let file = unsafe Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file < 0 else {
            Foundation.close(file)
            return
        }
        switch errno {
        case EISDIR:
            throw StorageError(
                .directoryUnwritable, "is a directory, not a data file", at: path,
                remedy: "move it away")
        case ENOSPC:
            throw StorageError(
                .diskFull, "the disk is full", at: path,
                remedy: "free some space on it, see: df \(path)")
        case EMFILE, ENFILE:
            throw StorageError(
                .failed, "no file descriptors are left", at: path,
                remedy: "raise the limit: ulimit -n 65536")
        case _:
            throw unwritable(path)
        }
    }

    private static func unwritable(_ path: String) -> StorageError {
        StorageError(
            .directoryUnwritable, "cannot be written (\(String(cString: strerror(errno))))",
            at: path,
            remedy: "run as its owner, or give it to the node's user: chown -R USER \(path)")
    }

    private static func checkVersion(_ pool: DatabasePool, path: String) throws {
        let (owner, version) = try pool.read { db in
            (
                try Int64.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int64.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            )
        }
        guard owner == Schema.applicationID || (owner == 0 && version == 0) else {
            throw StorageError(
                .foreignFile, "is another program's SQLite file", at: path,
                remedy: "name another data directory with --data")
        }
        guard version <= Schema.version else {
            throw StorageError(
                .newerVersion,
                "was written by a newer Clearwater (data version \(version), this one knows "
                    + "\(Schema.version))",
                at: path,
                remedy: "install that version again, or put back the backup from before the upgrade"
            )
        }
    }
}

extension SubscriberDatabase {
    /// The value of one of SQLite's settings on the writing connection, for checks.
    package func pragma(_ name: String) throws(StorageError) -> String? {
        try reporting(path) {
            try pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
        }
    }
}
