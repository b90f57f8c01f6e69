import Determinism
import Foundation
import GRDB
import Provisioning

/// Sessions and recovery tokens as rows, within a transaction.
enum SessionRows {
    /// How many devices one account is logged in on; the one that ends first goes.
    static let most = 50

    static func open(
        _ account: Account, token: [UInt8], expires: WallTime, now: WallTime, _ db: Database
    )
        throws
    {
        try db.execute(
            sql: "DELETE FROM sessions WHERE expires <= ?", arguments: [now.milliseconds])
        try db.execute(
            sql: """
                DELETE FROM sessions WHERE token IN (
                    SELECT token FROM sessions WHERE account = ?
                    ORDER BY expires DESC LIMIT -1 OFFSET ?)
                """, arguments: [account.id, most - 1])
        try db.execute(
            sql: "INSERT OR REPLACE INTO sessions (token, account, expires) VALUES (?, ?, ?)",
            arguments: [Data(token), account.id, expires.milliseconds])
    }

    static func account(token: [UInt8], now: WallTime, _ db: Database) throws -> Account? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT accounts.id, email, full_name, administrator, accounts.created,
                    accounts.expires
                FROM sessions JOIN accounts ON accounts.id = account
                WHERE token = ? AND sessions.expires > ?
                """, arguments: [Data(token), now.milliseconds]
        ).map(AccountRows.account).flatMap { AccountRows.isOver($0, now) ? nil : $0 }
    }

    /// Sets the password; sessions other than one, and the token that could set it again, end.
    static func setPassword(
        of account: Account, to passwordHash: String, keeping session: [UInt8]?, _ db: Database
    ) throws {
        try db.execute(
            sql: "UPDATE accounts SET password_hash = ? WHERE id = ?",
            arguments: [passwordHash, account.id])
        try db.execute(
            sql: "DELETE FROM sessions WHERE account = ? AND token <> ?",
            arguments: [account.id, Data(session ?? [])])
        try db.execute(
            sql: "DELETE FROM recovery_tokens WHERE account = ?", arguments: [account.id])
    }

    static func isRecovering(_ account: Account, token: [UInt8], now: WallTime, _ db: Database)
        throws -> Bool
    {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM recovery_tokens WHERE account = ? AND token = ? AND expires > ?)
                """, arguments: [account.id, Data(token), now.milliseconds]) ?? false
    }
}
