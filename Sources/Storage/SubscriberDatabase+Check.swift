import GRDB

extension SubscriberDatabase {
    /// Reads a little, to see whether the data file can be read.
    ///
    /// - Throws: `StorageError` where it cannot.
    package func check() throws(StorageError) {
        try reporting(path) {
            try pool.read { db in
                _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM secrets")
            }
        }
    }
}
