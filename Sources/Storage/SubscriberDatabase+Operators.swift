package import Determinism
import DigestAuthentication
import Foundation
import GRDB
package import Subscribers

/// A subscriber that is yet to be stored: names checked, password hashed.
package struct NewSubscriber: Sendable {
    package let user: String
    let key: SubscriberKey
    let realm: String
    let digestHashes: [DigestHash]

    /// Checks the name and hashes the password, which takes a microsecond or two and no look into
    /// the store.
    ///
    /// - Parameter user: a telephone number, whose visual separators are dropped, or a name of
    ///   letters, digits and `-_.!~*'&=+$`.
    package init(user: String, password: String, realm: String) throws(StorageError) {
        self.user = try SubscriberName.checked(user)
        guard let key = SubscriberKey(self.user) else { throw SubscriberName.unusable(user) }
        self.key = key
        self.realm = realm
        digestHashes = try Self.hashes(user: self.user, password: password, realm: realm)
    }

    static func hashes(
        user: String, password: String, realm: String
    ) throws(StorageError) -> [DigestHash] {
        try check(password: password, of: user)
        return DigestUsername.spellings(of: user, realm: realm).map {
            DigestHash(username: $0, realm: realm, password: password)
        }
    }

    static func check(password: String, of user: String) throws(StorageError) {
        let isClean = password.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard !password.isEmpty, password.utf8.count <= 255, isClean else {
            throw StorageError(
                .badPassword, "the password is empty, too long or has control characters", at: user,
                remedy: "choose one of 1 to 255 octets on one line")
        }
    }
}

extension SubscriberDatabase {
    /// Adds a subscriber.
    ///
    /// - Throws: `duplicateSubscriber` where the number is taken, with or without its `+`.
    @discardableResult
    package func add(_ new: NewSubscriber, now: WallTime) throws(StorageError) -> Subscriber {
        guard let subscriber = try add([new], now: now)[0] else { throw Self.duplicate(new.user) }
        return subscriber
    }

    /// Adds many subscribers in one transaction: all that are not there yet.
    ///
    /// - Returns: one for each, in order; nil for one whose number is taken.
    package func add(
        _ batch: [NewSubscriber], now: WallTime
    ) throws(StorageError) -> [Subscriber?] {
        try insert(batch, now: now).map { outcome in
            switch outcome {
            case .added(let subscriber): subscriber
            case .present, .taken: nil
            }
        }
    }

    /// Adds a subscriber with the filter criteria of its service profile, in one transaction.
    ///
    /// - Parameter filterCriteria: a `<ServiceProfile>` document.
    /// - Returns: false, and nothing changed, where its number is taken.
    package func add(
        _ new: NewSubscriber, filterCriteria: [UInt8], now: WallTime
    ) throws(StorageError) -> Bool {
        try operate { db in
            guard case .added(let added) = try SubscriberInsertion.make(db).insert(new, now: now)
            else { return false }
            try db.execute(
                sql: "UPDATE service_profiles SET filter_criteria = ? WHERE registration_set = ?",
                arguments: [Data(filterCriteria), added.id])
            return true
        }
    }

    func insert(
        _ batch: [NewSubscriber], now: WallTime
    ) throws(StorageError) -> [SubscriberInsertion.Outcome] {
        try operate { db in
            let insertion = try SubscriberInsertion.make(db)
            return try batch.map { try insertion.insert($0, now: now) }
        }
    }

    /// Removes a number or name with whatever it is called by, and with the last of its
    /// registration set the registrations and private identities too.
    ///
    /// - Returns: the user name as it was stored.
    @discardableResult
    package func remove(_ user: String) throws(StorageError) -> String {
        let key = try Self.key(of: user)
        let removed: String? = try operate { db in
            let found = try Row.fetchAll(
                db, sql: "SELECT uri, user FROM public_identities WHERE key = ? ORDER BY id",
                arguments: [key.text])
            for row in found { try RegistrationSets.removeIdentity(row[0], db) }
            return found.first?[1]
        }
        guard let removed else { throw Self.unknown(user) }
        return removed
    }

    /// Gives a subscriber another password, for this realm; its registrations stay.
    package func setPassword(
        of user: String, to password: String, realm: String
    ) throws(StorageError) {
        let key = try Self.key(of: user)
        try NewSubscriber.check(password: password, of: user)
        let isChanged = try operate { db in
            let found = try Row.fetchOne(
                db,
                sql: """
                    SELECT login.id, login.name, login.realm FROM public_identities
                    JOIN set_members USING (registration_set)
                    JOIN private_identities login ON login.id = private_identity
                    WHERE key = ? ORDER BY public_identities.id, login.id LIMIT 1
                    """, arguments: [key.text])
            guard let found else { return false }
            let moved = try Self.move(found[1], from: found[2], to: realm, db)
            let login = try PrivateIdentityRow(name: moved, realm: realm, .password(password))
            try db.execute(
                sql: """
                    UPDATE private_identities SET name = ?, realm = ?, user = ?, digest_hashes = ?
                    WHERE id = ?
                    """,
                arguments: [
                    login.name, login.realm, login.user, DigestHashBlob.encode(login.hashes),
                    found[0] as Int64,
                ])
            return true
        }
        guard isChanged else { throw Self.unknown(user) }
    }

    /// Where the deployment has another domain by now, a login of the old one moves to it with the
    /// identity and the documents of that name.
    ///
    /// - Returns: what the login is called now.
    private static func move(
        _ name: String, from old: String, to realm: String, _ db: Database
    ) throws -> String {
        guard old != realm, name.contains("@"),
            let user = PrivateIdentityRow.user(of: name, realm: old)
        else { return name }
        let (uri, moved) = ("sip:\(user)@\(old)", "sip:\(user)@\(realm)")
        for (table, column) in [("documents", "user"), ("public_identities", "uri")] {
            try db.execute(
                sql: "UPDATE OR IGNORE \(table) SET \(column) = ? WHERE \(column) = ?",
                arguments: [moved, uri])
        }
        return "\(user)@\(realm)"
    }

    /// One write transaction; afterwards only the last changes are kept.
    func operate<T>(_ body: (Database) throws -> T) throws(StorageError) -> T {
        try reporting(path) {
            try pool.write { db in
                let result = try body(db)
                try Schema.forgetOldChanges(db)
                return result
            }
        }
    }

    private static func key(of user: String) throws(StorageError) -> SubscriberKey {
        guard let key = SubscriberKey(user) else { throw SubscriberName.unusable(user) }
        return key
    }

    static func duplicate(_ user: String) -> StorageError {
        StorageError(
            .duplicateSubscriber, "is a subscriber already", at: user,
            remedy: "change its password with: clearwater subscriber set-password \(user)")
    }

    private static func unknown(_ user: String) -> StorageError {
        StorageError(
            .unknownSubscriber, "is no subscriber", at: user,
            remedy: "see who is with: clearwater subscriber list")
    }
}
