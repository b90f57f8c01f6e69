import Determinism
import GRDB
import Provisioning

/// Makes a line with everything that it needs, within a transaction.
struct LineInsertion {
    let new: NewLine
    let now: WallTime
    let db: Database

    func insert() throws -> Line {
        let owner = try AccountRows.existing(new.owner, now: now, db)
        let (identity, isPSTN) = try number()
        let set = try registrationSet(for: identity, owner)
        try db.execute(
            sql: "INSERT INTO service_profiles (registration_set) VALUES (?)", arguments: [set])
        try db.execute(
            sql: """
                INSERT INTO public_identities (uri, key, user, registration_set, service_profile)
                VALUES (?, ?, ?, ?, ?)
                """,
            arguments: [identity.uri, identity.key.text, identity.user, set, db.lastInsertedRowID])
        let row = db.lastInsertedRowID
        try db.execute(
            sql: "INSERT INTO lines (public_identity, account, pstn, created) VALUES (?, ?, ?, ?)",
            arguments: [row, owner.id, isPSTN, now.milliseconds])
        // What somebody stored for this identity before it was a line is not the new owner's.
        try db.execute(sql: "DELETE FROM documents WHERE user = ?", arguments: [identity.uri])
        _ = try DocumentRows.put(.simservs(of: identity.uri), new.simservs, now: now, db)
        return try LineRows.existing(identity.uri, db)
    }

    private func number() throws -> (identity: LineIdentity, isPSTN: Bool) {
        switch new.number {
        case .fromPool(let isPSTN):
            let user = try NumberRows.lowestFree(isPSTN: isPSTN, domain: new.domain, db)
            return (try LineIdentity(user: user, domain: new.domain), isPSTN)
        case .given(let uri):
            let identity = try LineIdentity(uri: uri)
            let isTaken = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM public_identities WHERE key = ?)",
                arguments: [identity.key.text])
            guard isTaken == false else {
                throw ProvisioningError(
                    .conflict, "\(identity.user) is taken", remedy: "choose another number or name")
            }
            let isPSTN = try Bool.fetchOne(
                db, sql: "SELECT pstn FROM numbers WHERE key = ?", arguments: [identity.key.text])
            return (identity, isPSTN ?? false)
        }
    }

    private func registrationSet(for identity: LineIdentity, _ owner: Account) throws -> Int64 {
        switch new.login {
        case .new(let password):
            return try ownSet("\(identity.user)@\(new.domain)", password)
        case .named(let name, let password):
            return try ownSet(name, password)
        case .shared(let privateIdentity):
            return try sharedSet(privateIdentity, owner)
        }
    }

    private func ownSet(_ name: String, _ password: String) throws -> Int64 {
        let login = try PrivateIdentityRow(name: name, realm: new.domain, .password(password))
        guard try ProvisionedRows.privateIdentity(name, db) == nil else {
            throw ProvisioningError(
                .conflict, "the private identity \(name) is taken", remedy: "choose another one")
        }
        try db.execute(
            sql:
                """
                INSERT INTO private_identities (name, realm, user, digest_hashes)
                VALUES (?, ?, ?, ?)
                """,
            arguments: [login.name, login.realm, login.user, DigestHashBlob.encode(login.hashes)])
        let member = db.lastInsertedRowID
        try db.execute(
            sql: "INSERT INTO registration_sets (created) VALUES (?)",
            arguments: [now.milliseconds])
        let set = db.lastInsertedRowID
        try db.execute(sql: "INSERT INTO set_members VALUES (?, ?)", arguments: [set, member])
        return set
    }

    /// The set of a private identity whose lines all are the owner's: whoever joins it shares its
    /// password and its calls.
    private func sharedSet(_ name: String, _ owner: Account) throws -> Int64 {
        let row = try ProvisionedRows.required(privateIdentity: name, db)
        let found = try Row.fetchOne(
            db,
            sql: """
                SELECT min(registration_set), sum(coalesce(account, 0) <> ?1), count(*)
                FROM set_members JOIN public_identities USING (registration_set)
                LEFT JOIN lines ON public_identity = id WHERE private_identity = ?2
                """, arguments: [owner.id, row])
        guard let set: Int64 = found?[0], let strangers: Int = found?[1], strangers == 0 else {
            throw ProvisioningError(
                .forbidden, "the private identity \(name) is not this account's",
                remedy: "name that of one of its own lines")
        }
        guard let count: Int = found?[2], count < SubscriberDatabase.mostIdentities else {
            throw ProvisioningError(
                .conflict, "\(name) has \(SubscriberDatabase.mostIdentities) lines already",
                remedy: "add one with a private identity of its own")
        }
        return set
    }
}
