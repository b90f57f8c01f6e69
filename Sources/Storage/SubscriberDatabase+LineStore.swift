package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase: LineStore {
    package func lines(of email: String) async throws(ProvisioningError) -> [Line] {
        try await question { db in
            guard let account = try AccountRows.any(email, db) else {
                throw AccountRows.missing(email)
            }
            return try LineRows.lines(of: account, db)
        }
    }

    package func line(_ publicIdentity: String) async throws(ProvisioningError) -> Line? {
        try await question { try LineRows.line(publicIdentity, $0) }
    }

    package func addLine(
        _ new: NewLine, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Line {
        try DocumentRows.check(new.simservs)
        return try await provision { db in
            let line = try LineInsertion(new: new, now: now, db: db).insert()
            try Audit.write("add line", line.publicIdentity, by: author, now: now, db)
            return line
        }
    }

    package func removeLine(
        _ publicIdentity: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let line = try LineRows.existing(publicIdentity, db)
            try LineRows.checkNotDefault(line.publicIdentity, db)
            try RegistrationSets.removeIdentity(line.publicIdentity, db)
            try Audit.write("remove line", line.publicIdentity, by: author, now: now, db)
        }
    }

    package func setLinePassword(
        _ publicIdentity: String, to password: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let line = try LineRows.existing(publicIdentity, db)
            let realm = try String.fetchOne(
                db, sql: "SELECT realm FROM private_identities WHERE name = ?",
                arguments: [line.privateIdentity])
            guard let realm else {
                throw ProvisioningError(
                    .notFound, "\(publicIdentity) has no private identity",
                    remedy: "remove the line and add it again")
            }
            let login = try PrivateIdentityRow(
                name: line.privateIdentity, realm: realm, .password(password))
            try db.execute(
                sql: "UPDATE private_identities SET digest_hashes = ?, user = ? WHERE name = ?",
                arguments: [DigestHashBlob.encode(login.hashes), login.user, login.name])
            try Audit.write("set line password", line.publicIdentity, by: author, now: now, db)
        }
    }

    package func setListed(
        _ isListed: Bool, _ publicIdentity: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            let line = try LineRows.existing(publicIdentity, db)
            try db.execute(
                sql: "UPDATE lines SET listed = ? WHERE public_identity = ?",
                arguments: [isListed, line.numberID])
            try Audit.write(
                isListed ? "list line" : "unlist line", line.publicIdentity, by: author, now: now,
                db)
        }
    }

    package func addressBook(limit: Int) async throws(ProvisioningError) -> [AddressBookEntry] {
        try await question { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT email, full_name, uri FROM (
                        SELECT * FROM accounts WHERE EXISTS (
                            SELECT 1 FROM lines WHERE account = accounts.id AND listed = 1)
                        ORDER BY full_name, folded LIMIT ?
                    ) person
                    JOIN lines ON account = person.id AND listed = 1
                    JOIN public_identities ON public_identities.id = public_identity
                    ORDER BY full_name, folded, public_identity
                    """, arguments: [max(limit, 0)])
            var entries: [AddressBookEntry] = []
            for row in rows {
                let email: String = row[0]
                if entries.last?.email != email {
                    entries.append(
                        AddressBookEntry(email: email, fullName: row[1], publicIdentities: []))
                }
                entries[entries.count - 1].publicIdentities.append(row[2])
            }
            return entries
        }
    }
}
