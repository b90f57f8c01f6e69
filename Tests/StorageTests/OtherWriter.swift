import GRDB

/// A stranger who holds the data file's write lock.
struct OtherWriter {
    private let queue: DatabaseQueue

    init(_ file: String) throws {
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: file, configuration: configuration)
    }

    func begin() throws { try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }
    func rollback() throws { try queue.inDatabase { try $0.execute(sql: "ROLLBACK") } }
}
