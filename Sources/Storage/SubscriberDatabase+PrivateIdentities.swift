package import Determinism
import Foundation
import GRDB
package import Provisioning
import Subscribers

/// Private user identities: who logs in.
extension SubscriberDatabase: HomeSubscriberStore {
    package func putPrivateIdentity(
        _ name: String, realm: String, _ credentials: PrivateCredentials, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) {
        // Before the transaction: a hash takes longer than the row.
        let new = try PrivateIdentityRow(name: name, realm: realm, credentials)
        try await provision { db in
            try db.execute(
                sql: """
                    INSERT INTO private_identities (name, realm, user, digest_hashes)
                    VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET realm = excluded.realm,
                    user = excluded.user, digest_hashes = excluded.digest_hashes
                    """,
                arguments: [new.name, new.realm, new.user, DigestHashBlob.encode(new.hashes)])
            try Audit.write("put private identity", name, by: author, now: now, db)
        }
    }

    package func privateIdentity(_ name: String) async throws(ProvisioningError)
        -> PrivateIdentity
    {
        let path = path
        return try await question { db in
            _ = try ProvisionedRows.required(privateIdentity: name, db)
            let found = try Row.fetchOne(
                db,
                sql: "SELECT realm, user, digest_hashes FROM private_identities WHERE name = ?",
                arguments: [name])
            guard let found,
                let hashes = DigestHashBlob.decode(Array(found[2] as Data).span),
                let hash = PrivateIdentityRow.hash(
                    of: name, realm: found[0], user: found[1], in: hashes)
            else {
                throw StorageError(
                    .corrupt, "the row of \(name) cannot be read", at: path,
                    remedy: "put that private identity again, or put back a backup")
            }
            return PrivateIdentity(name: name, realm: found[0], digestHash: hash)
        }
    }

    package func removePrivateIdentity(
        _ name: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard let row = try ProvisionedRows.privateIdentity(name, db) else { return false }
            try db.execute(sql: "DELETE FROM private_identities WHERE id = ?", arguments: [row])
            try Audit.write("remove private identity", name, by: author, now: now, db)
            return true
        }
    }

    package func registrationSets(ofPrivate name: String) async throws(ProvisioningError)
        -> [RegistrationSetID]
    {
        try await question { db in
            let row = try ProvisionedRows.required(privateIdentity: name, db)
            return try Int64.fetchAll(
                db,
                sql: """
                    SELECT registration_set FROM set_members WHERE private_identity = ?
                    ORDER BY registration_set
                    """, arguments: [row]
            ).map { RegistrationSetID(row: $0) }
        }
    }

    package func publicIdentities(ofPrivate name: String) async throws(ProvisioningError)
        -> [String]
    {
        try await question { db in
            let row = try ProvisionedRows.required(privateIdentity: name, db)
            return try String.fetchAll(
                db,
                sql: """
                    SELECT uri FROM set_members JOIN public_identities USING (registration_set)
                    WHERE private_identity = ? ORDER BY public_identities.id
                    """, arguments: [row])
        }
    }
}
