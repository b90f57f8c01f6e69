import GRDB
import GRDBSQLite

/// One prepared statement used through SQLite's own interface.
///
/// GRDB's rows and arguments allocate for each value; on the way of a registration that is most of
/// the cost, so the statements of the journal and of `RecordReader` go around them. The statement
/// belongs to the connection's cache and is used only inside one access to it.
struct RawStatement: ~Copyable {
    private let statement: OpaquePointer
    private let connection: OpaquePointer?

    init(_ sql: String, in db: Database) throws {
        statement = try db.cachedStatement(sql: sql).sqliteStatement
        connection = db.sqliteConnection
    }

    deinit {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    func bind(_ value: Int64, at index: Int32) { sqlite3_bind_int64(statement, index, value) }

    /// The octets are copied: they need not outlive the call.
    func bind(_ octets: Span<UInt8>, at index: Int32) {
        octets.withUnsafeBytes {
            _ = sqlite3_bind_blob(statement, index, $0.baseAddress, Int32($0.count), Self.transient)
        }
    }

    func bind(text: String, at index: Int32) {
        var text = text
        text.withUTF8 { utf8 in
            utf8.withMemoryRebound(to: CChar.self) {
                _ = sqlite3_bind_text(
                    statement, index, $0.baseAddress, Int32($0.count), Self.transient)
            }
        }
    }

    /// Runs a statement that returns no rows, and makes it ready for its next run.
    func runToEnd() throws {
        let code = sqlite3_step(statement)
        // The message is the connection's last: it is taken before anything else is called.
        let error = code == SQLITE_DONE ? nil : failure(code)
        sqlite3_reset(statement)
        if let error { throw error }
    }

    /// Advances to the next row.
    ///
    /// - Returns: false after the last one.
    func step() throws -> Bool {
        let code = sqlite3_step(statement)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case _: throw failure(code)
        }
    }

    func reset() { sqlite3_reset(statement) }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func text(_ column: Int32) -> String {
        guard let octets = sqlite3_column_text(statement, column) else { return "" }
        return String(cString: octets)
    }

    /// Lends the octets of a column until the next step.
    func withBlob<T>(_ column: Int32, _ body: (Span<UInt8>) throws -> T) rethrows -> T {
        let start = sqlite3_column_blob(statement, column)
        let buffer = UnsafeRawBufferPointer(
            start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(statement, column)))
        return try body(Span(_unsafeElements: buffer.assumingMemoryBound(to: UInt8.self)))
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) })
    }

    /// SQLITE_TRANSIENT, a macro that is not imported.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
