package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase: AccountStore {
    package func addAccount(
        _ new: NewAccount, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Account {
        try AccountRows.check(email: new.email)
        try AccountRows.checkFullName(new.fullName)
        return try await provision { db in
            if let earlier = try AccountRows.any(new.email, db) {
                guard AccountRows.isOver(earlier, now) else {
                    throw ProvisioningError(
                        .conflict, "\(new.email) has an account already",
                        remedy: "log in with it, or use another address")
                }
                try AccountRows.remove(earlier, by: author, now: now, db)
            }
            let account = try AccountRows.insert(new, now: now, db)
            try Audit.write("add account", account.email, by: author, now: now, db)
            return account
        }
    }

    package func credentials(
        of email: String, now: WallTime
    ) async throws(ProvisioningError) -> AccountCredentials? {
        try await question { db in
            guard let account = try AccountRows.find(email, now: now, db),
                let hash = try String.fetchOne(
                    db, sql: "SELECT password_hash FROM accounts WHERE id = ?",
                    arguments: [account.id])
            else { return nil }
            return AccountCredentials(account: account, passwordHash: hash)
        }
    }

    package func accounts(
        matching text: String, after email: String, limit: Int, now: WallTime
    ) async throws(ProvisioningError) -> [AccountSummary] {
        let sought = AccountRows.fold(text)
        return try await question { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT \(AccountRows.columns),
                        (SELECT count(*) FROM lines WHERE account = accounts.id)
                    FROM accounts
                    WHERE folded > ?1 AND (expires IS NULL OR expires > ?2)
                    AND (instr(sought, ?3) OR EXISTS (
                        SELECT 1 FROM lines JOIN public_identities ON id = public_identity
                        WHERE account = accounts.id AND instr(user, ?3)))
                    ORDER BY folded LIMIT ?4
                    """,
                arguments: [EmailAddress.key(email), now.milliseconds, sought, max(limit, 0)]
            ).map { AccountSummary(account: AccountRows.account($0), lines: $0[6]) }
        }
    }

    package func setPassword(
        of email: String, to passwordHash: String, keeping session: [UInt8]?, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let account = try AccountRows.existing(email, now: now, db)
            try SessionRows.setPassword(of: account, to: passwordHash, keeping: session, db)
            try Audit.write("set account password", account.email, by: author, now: now, db)
        }
    }

    package func hasAdministrator(now: WallTime) async throws(ProvisioningError) -> Bool {
        try await question { try AccountRows.hasAdministrator(now: now, $0) }
    }

    /// Lets an account use the operator's pages, or no longer.
    ///
    /// - Throws: `forbidden` for taking it from the only administrator.
    package func setAdministrator(
        _ isAdministrator: Bool, _ email: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let account = try AccountRows.existing(email, now: now, db)
            if !isAdministrator { try AccountRows.checkNotLast(account, now: now, db) }
            try db.execute(
                sql: "UPDATE accounts SET administrator = ? WHERE id = ?",
                arguments: [isAdministrator, account.id])
            try Audit.write(
                isAdministrator ? "make administrator" : "make ordinary account", account.email,
                by: author, now: now, db)
        }
    }

    package func removeAccount(
        _ email: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let account = try AccountRows.existing(email, now: now, db)
            try AccountRows.checkNotLast(account, now: now, db)
            try AccountRows.remove(account, by: author, now: now, db)
        }
    }

    package func removeExpiredAccounts(
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Int {
        try await provision { db in
            let over = try Row.fetchAll(
                db, sql: "SELECT \(AccountRows.columns) FROM accounts WHERE expires <= ?",
                arguments: [now.milliseconds]
            ).map(AccountRows.account)
            for account in over { try AccountRows.remove(account, by: author, now: now, db) }
            return over.count
        }
    }
}
