import Determinism
import Foundation
import GRDB
import Provisioning

/// Accounts as rows, within a transaction.
enum AccountRows {
    static let columns = "accounts.id, email, full_name, administrator, accounts.created, expires"

    static func account(_ row: Row) -> Account {
        let expires: Int64? = row[5]
        return Account(
            id: row[0], email: row[1], fullName: row[2], isAdministrator: row[3],
            created: WallTime(milliseconds: row[4]),
            expires: expires.map { WallTime(milliseconds: $0) })
    }

    /// - Returns: nil where nobody has that address, or somebody whose time is over.
    static func find(_ email: String, now: WallTime, _ db: Database) throws -> Account? {
        let found = try any(email, db)
        return found.flatMap { isOver($0, now) ? nil : $0 }
    }

    /// - Throws: `notFound` where `find` has none.
    static func existing(_ email: String, now: WallTime, _ db: Database) throws -> Account {
        guard let account = try find(email, now: now, db) else { throw missing(email) }
        return account
    }

    /// Also one whose time is over.
    static func any(_ email: String, _ db: Database) throws -> Account? {
        try Row.fetchOne(
            db, sql: "SELECT \(columns) FROM accounts WHERE folded = ?",
            arguments: [EmailAddress.key(email)]
        ).map(account)
    }

    static func isOver(_ account: Account, _ now: WallTime) -> Bool {
        account.expires.map { $0 <= now } ?? false
    }

    static func missing(_ email: String) -> ProvisioningError {
        ProvisioningError(.notFound, "\(email) has no account", remedy: "check the spelling")
    }

    static func insert(_ new: NewAccount, now: WallTime, _ db: Database) throws -> Account {
        try db.execute(
            sql: """
                INSERT INTO accounts
                    (email, folded, full_name, sought, password_hash, administrator, created,
                     expires)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                new.email, EmailAddress.key(new.email), new.fullName,
                fold(new.email + "\n" + new.fullName), new.passwordHash,
                new.isAdministrator, now.milliseconds, new.expires?.milliseconds,
            ])
        return Account(
            id: db.lastInsertedRowID, email: new.email, fullName: new.fullName,
            isAdministrator: new.isAdministrator, created: now, expires: new.expires)
    }

    /// What a search compares: one form of each letter, without regard to case.
    static func fold(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercased()
    }

    /// - Throws: `invalid` for what mail cannot be sent to. Whether anybody reads it, nobody knows.
    static func check(email: String) throws(ProvisioningError) {
        guard EmailAddress.isValid(email) else {
            throw ProvisioningError(
                .invalid, "this is no e-mail address",
                remedy: "write it like name@example.com, at most 254 octets")
        }
    }

    /// Removes an account with all that hangs on it.
    static func remove(_ account: Account, by author: Author, now: WallTime, _ db: Database) throws
    {
        let lines = try String.fetchAll(
            db,
            sql: """
                SELECT uri FROM lines JOIN public_identities ON id = public_identity
                WHERE account = ? ORDER BY id
                """, arguments: [account.id])
        for line in lines {
            try RegistrationSets.removeIdentity(line, db)
            try Audit.write("remove line", line, by: author, now: now, db)
        }
        try db.execute(sql: "DELETE FROM accounts WHERE id = ?", arguments: [account.id])
        try Audit.write("remove account", account.email, by: author, now: now, db)
    }

    /// - Throws: `forbidden` where no other administrator would be left.
    static func checkNotLast(_ account: Account, now: WallTime, _ db: Database) throws {
        guard account.isAdministrator else { return }
        guard try !hasAdministrator(otherThan: account, now: now, db) else { return }
        throw ProvisioningError(
            .forbidden, "\(account.email) is the only administrator",
            remedy:
                "make another account an administrator first: clearwater account make-admin EMAIL")
    }

    /// - Parameter account: one that does not count; nil to count them all.
    static func hasAdministrator(
        otherThan account: Account? = nil, now: WallTime, _ db: Database
    ) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (
                    SELECT 1 FROM accounts
                    WHERE administrator = 1 AND id IS NOT ?1 AND (expires IS NULL OR expires > ?2))
                """, arguments: [account?.id, now.milliseconds]) ?? false
    }

    static func checkFullName(_ name: String) throws(ProvisioningError) {
        let isClean = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard name.unicodeScalars.count <= 200, isClean else {
            throw ProvisioningError(
                .invalid, "the name is too long or has control characters",
                remedy: "write at most 200 characters on one line")
        }
    }
}
