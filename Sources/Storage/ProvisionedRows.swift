import GRDB
import Provisioning

/// Questions that every provisioning transaction asks first: is what the path names there?
enum ProvisionedRows {
    /// The row of a private identity.
    static func privateIdentity(_ name: String, _ db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db, sql: "SELECT id FROM private_identities WHERE name = ?", arguments: [name])
    }

    static func has(_ set: RegistrationSetID, _ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM registration_sets WHERE id = ?", arguments: [set.row]) ?? false
    }

    static func has(
        _ profile: ServiceProfileID, in set: RegistrationSetID, _ db: Database
    ) throws -> Bool {
        try Bool.fetchOne(
            db, sql: "SELECT 1 FROM service_profiles WHERE id = ? AND registration_set = ?",
            arguments: [profile.row, set.row]) ?? false
    }

    /// The names of a set's private identities, in the order in which they were provisioned.
    static func privateIdentities(of set: RegistrationSetID, _ db: Database) throws -> [String] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM set_members
                JOIN private_identities ON id = private_identity
                WHERE registration_set = ? ORDER BY id
                """, arguments: [set.row])
    }

    static func required(privateIdentity name: String, _ db: Database) throws -> Int64 {
        guard let row = try privateIdentity(name, db) else {
            throw ProvisioningError(.notFound, "there is no private identity \(name)")
        }
        return row
    }

    static func require(_ set: RegistrationSetID, _ db: Database) throws {
        guard try has(set, db) else {
            throw ProvisioningError(.notFound, "there is no registration set \(set.uuid)")
        }
    }

    static func require(
        _ profile: ServiceProfileID, in set: RegistrationSetID, _ db: Database
    ) throws {
        try require(set, db)
        guard try has(profile, in: set, db) else {
            throw ProvisioningError(
                .notFound, "there is no service profile \(profile.uuid) in \(set.uuid)")
        }
    }

    static func noIdentity(_ uri: String) -> ProvisioningError {
        ProvisioningError(.notFound, "there is no public identity \(uri)")
    }
}
