import Determinism
import GRDB
import Provisioning

/// Writes the audit trail, within the transaction of the change.
enum Audit {
    static func write(
        _ action: String, _ object: String, by author: Author, now: WallTime, _ db: Database
    ) throws {
        try db.execute(
            sql: """
                INSERT INTO audit (at, who, interface, source, action, object)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                now.milliseconds, author.who, author.interface.rawValue, author.source, action,
                object,
            ])
    }
}

extension SubscriberDatabase {
    /// One write transaction that somebody asked for: all of it or, where it throws, nothing.
    ///
    /// - Parameter body: throws `ProvisioningError` for what the person has to know, and whatever
    ///   the store throws.
    func provision<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(ProvisioningError) -> T {
        let result: T
        do {
            result = try await pool.write { db in
                let result = try body(db)
                try Schema.forgetOldChanges(db)
                return result
            }
        } catch {
            throw ProvisioningError(error, file: path)
        }
        await listener.tell()
        return result
    }

    /// One look at the store as it is at one moment.
    func question<T: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> T
    ) async throws(ProvisioningError) -> T {
        do { return try await pool.read(body) } catch { throw ProvisioningError(error, file: path) }
    }
}
