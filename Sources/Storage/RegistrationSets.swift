import GRDB

/// Removing registration sets with all that belongs to them alone.
enum RegistrationSets {
    /// Removes a set, its profiles, identities, registrations and lines, and the private identities
    /// that were in no other set.
    static func remove(_ row: Int64, _ db: Database) throws {
        let members = try Int64.fetchAll(
            db, sql: "SELECT private_identity FROM set_members WHERE registration_set = ?",
            arguments: [row])
        try db.execute(sql: "DELETE FROM registration_sets WHERE id = ?", arguments: [row])
        for member in members {
            try db.execute(
                sql: """
                    DELETE FROM private_identities WHERE id = ?1
                    AND NOT EXISTS (SELECT 1 FROM set_members WHERE private_identity = ?1)
                    """, arguments: [member])
        }
    }

    /// Removes a public identity, its service profile where that was its own, and with the last
    /// identity the registration set. A line, documents and the number follow by themselves.
    static func removeIdentity(_ uri: String, _ db: Database) throws {
        let found = try Row.fetchOne(
            db,
            sql: "SELECT id, registration_set, service_profile FROM public_identities WHERE uri = ?",
            arguments: [uri])
        guard let found else { return }
        let (row, set, profile): (Int64, Int64, Int64) = (found[0], found[1], found[2])
        try db.execute(sql: "DELETE FROM public_identities WHERE id = ?", arguments: [row])
        try db.execute(
            sql: """
                DELETE FROM service_profiles WHERE id = ?1
                AND NOT EXISTS (SELECT 1 FROM public_identities WHERE service_profile = ?1)
                """, arguments: [profile])
        let isEmpty = try Bool.fetchOne(
            db,
            sql: "SELECT NOT EXISTS (SELECT 1 FROM public_identities WHERE registration_set = ?)",
            arguments: [set])
        if isEmpty == true { try remove(set, db) }
    }
}
