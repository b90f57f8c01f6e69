package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase {
    package func setExpiry(
        _ expires: WallTime?, of email: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let account = try AccountRows.existing(email, now: now, db)
            if expires != nil { try AccountRows.checkNotLast(account, now: now, db) }
            try db.execute(
                sql: "UPDATE accounts SET expires = ? WHERE id = ?",
                arguments: [expires?.milliseconds, account.id])
            try Audit.write(
                expires == nil ? "let account last" : "set account expiry", account.email,
                by: author, now: now, db)
        }
    }
}
