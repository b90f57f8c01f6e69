import GRDB

extension StorageError {
    /// What SQLite reported, in an operator's terms.
    package init(_ error: any Error, file: String) {
        if let known = error as? StorageError {
            self = known
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(
                .failed, "\(error)", at: file, remedy: "look at the system's log for the cause")
            return
        }
        let said = error.message ?? "error \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT:
            self.init(
                .corrupt, "the data file is damaged (\(said))", at: file,
                remedy:
                    "put back a backup, or move it and its -wal and -shm files away to start empty"
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self.init(
                .locked, "another process kept the data file locked", at: file,
                remedy: "try again, or find the process with: fuser -v \(file)")
        case .SQLITE_FULL:
            self.init(
                .diskFull, "the disk is full", at: file,
                remedy: "free some space on it, see: df \(file)")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            self.init(
                .directoryUnwritable, "the data file or its directory cannot be written (\(said))",
                at: file,
                remedy: "run as the owner of the directory, or change its owner")
        case let code:
            self.init(
                .failed, "the data file could not be used: \(said) (SQLite code \(code.rawValue))",
                at: file,
                remedy: "look at the system's log for disk errors")
        }
    }
}

/// Runs what may fail in SQLite's or the system's terms and reports it in an operator's.
func reporting<T>(_ file: String, _ body: () throws -> T) throws(StorageError) -> T {
    do { return try body() } catch { throw StorageError(error, file: file) }
}
