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
}
