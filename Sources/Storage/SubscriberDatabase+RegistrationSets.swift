package import Determinism
import GRDB
package import Provisioning

/// Implicit registration sets: who registers together, and who logs in for them.
extension SubscriberDatabase {
    /// Private identities of one set at most: each is tried when a phone logs in.
    static let mostMembers = 100

    package func addRegistrationSet(
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> RegistrationSetID {
        try await provision { db in
            try db.execute(
                sql: "INSERT INTO registration_sets (created) VALUES (?)",
                arguments: [now.milliseconds])
            let set = RegistrationSetID(row: db.lastInsertedRowID)
            try Audit.write("add registration set", set.uuid, by: author, now: now, db)
            return set
        }
    }

    package func removeRegistrationSet(
        _ set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard try ProvisionedRows.has(set, db) else { return false }
            try db.execute(
                sql: "DELETE FROM registration_sets WHERE id = ?", arguments: [set.row])
            try Audit.write("remove registration set", set.uuid, by: author, now: now, db)
            return true
        }
    }

    package func privateIdentities(of set: RegistrationSetID) async throws(ProvisioningError)
        -> [String]
    {
        try await question { db in
            try ProvisionedRows.require(set, db)
            return try ProvisionedRows.privateIdentities(of: set, db)
        }
    }

    package func publicIdentities(of set: RegistrationSetID) async throws(ProvisioningError)
        -> [String]
    {
        try await question { db in
            try ProvisionedRows.require(set, db)
            return try String.fetchAll(
                db, sql: "SELECT uri FROM public_identities WHERE registration_set = ? ORDER BY id",
                arguments: [set.row])
        }
    }

    package func associate(
        _ name: String, with set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let row = try ProvisionedRows.required(privateIdentity: name, db)
            try ProvisionedRows.require(set, db)
            try db.execute(
                sql: "INSERT OR IGNORE INTO set_members VALUES (?, ?)", arguments: [set.row, row])
            guard db.changesCount > 0 else { return }
            let members = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM set_members WHERE registration_set = ?",
                arguments: [set.row])
            guard members ?? 0 <= Self.mostMembers else {
                throw ProvisioningError(
                    .conflict, "\(set.uuid) has \(Self.mostMembers) private identities already",
                    remedy: "make another registration set")
            }
            try Audit.write(
                "associate private identity", "\(name) with \(set.uuid)", by: author, now: now, db)
        }
    }

    package func dissociate(
        _ name: String, from set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard let row = try ProvisionedRows.privateIdentity(name, db) else { return false }
            try db.execute(
                sql: "DELETE FROM set_members WHERE registration_set = ? AND private_identity = ?",
                arguments: [set.row, row])
            guard db.changesCount > 0 else { return false }
            try Audit.write(
                "dissociate private identity", "\(name) from \(set.uuid)", by: author, now: now, db)
            return true
        }
    }
}
