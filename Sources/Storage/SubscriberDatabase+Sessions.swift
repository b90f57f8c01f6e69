package import Determinism
import Foundation
import GRDB
package import Provisioning

extension SubscriberDatabase {
    package func openSession(
        of email: String, token: [UInt8], expires: WallTime, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let account = try AccountRows.existing(email, now: now, db)
            try SessionRows.open(account, token: token, expires: expires, now: now, db)
        }
    }

    package func account(
        ofSession token: [UInt8], now: WallTime
    ) async throws(ProvisioningError) -> Account? {
        try await question { try SessionRows.account(token: token, now: now, $0) }
    }

    package func closeSession(_ token: [UInt8]) async throws(ProvisioningError) {
        try await provision {
            try $0.execute(sql: "DELETE FROM sessions WHERE token = ?", arguments: [Data(token)])
        }
    }

    package func setRecoveryToken(
        _ token: [UInt8], of email: String, expires: WallTime, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard let account = try AccountRows.find(email, now: now, db) else { return false }
            try db.execute(
                sql:
                    """
                    INSERT OR REPLACE INTO recovery_tokens (account, token, expires)
                    VALUES (?, ?, ?)
                    """,
                arguments: [account.id, Data(token), expires.milliseconds])
            return true
        }
    }

    package func recover(
        _ email: String, token: [UInt8], passwordHash: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard let account = try AccountRows.find(email, now: now, db),
                try SessionRows.isRecovering(account, token: token, now: now, db)
            else { return false }
            try SessionRows.setPassword(of: account, to: passwordHash, keeping: nil, db)
            try Audit.write("recover account", account.email, by: author, now: now, db)
            return true
        }
    }
}
