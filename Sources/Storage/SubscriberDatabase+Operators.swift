package import Determinism
import DigestAuthentication
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
        let isClean = password.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        guard !password.isEmpty, password.utf8.count <= 255, isClean else {
            throw StorageError(
                .badPassword, "the password is empty, too long or has control characters", at: user,
                remedy: "choose one of 1 to 255 octets on one line")
        }
        return DigestUsername.spellings(of: user, realm: realm).map {
            DigestHash(username: $0, realm: realm, password: password)
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
        try operate { db in
            let statement = try RawStatement(
                """
                INSERT INTO subscribers (key, user, realm, digest_hashes, created)
                VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (key) DO NOTHING RETURNING id
                """, in: db)
            return try batch.map { new in
                statement.bind(text: new.key.text, at: 1)
                statement.bind(text: new.user, at: 2)
                statement.bind(text: new.realm, at: 3)
                statement.bind(Array(DigestHashBlob.encode(new.digestHashes)).span, at: 4)
                statement.bind(now.milliseconds, at: 5)
                defer { statement.reset() }
                guard try statement.step() else { return nil }
                let id = statement.integer(0)
                _ = try statement.step()
                return Subscriber(id: id, user: new.user, digestHashes: new.digestHashes)
            }
        }
    }

    /// Removes a subscriber and its registrations.
    ///
    /// - Returns: the user name as it was stored.
    @discardableResult
    package func remove(_ user: String) throws(StorageError) -> String {
        let key = try Self.key(of: user)
        let removed = try operate { db in
            try String.fetchOne(
                db, sql: "DELETE FROM subscribers WHERE key = ? RETURNING user",
                arguments: [key.text])
        }
        guard let removed else { throw Self.unknown(user) }
        return removed
    }

    /// Gives a subscriber another password, for this realm; its registrations stay.
    package func setPassword(
        of user: String, to password: String, realm: String
    ) throws(StorageError) {
        let key = try Self.key(of: user)
        let isChanged = try operate { db in
            let sql = "SELECT user FROM subscribers WHERE key = ?"
            guard let stored = try String.fetchOne(db, sql: sql, arguments: [key.text]) else {
                return false
            }
            let hashes = try NewSubscriber.hashes(user: stored, password: password, realm: realm)
            try db.execute(
                sql: "UPDATE subscribers SET digest_hashes = ?, realm = ? WHERE key = ?",
                arguments: [DigestHashBlob.encode(hashes), realm, key.text])
            return true
        }
        guard isChanged else { throw Self.unknown(user) }
    }

    /// One write transaction; afterwards only the last changes are kept.
    private func operate<T>(_ body: (Database) throws -> T) throws(StorageError) -> T {
        try reporting(path) {
            try pool.write { db in
                let result = try body(db)
                try db.execute(
                    sql: "DELETE FROM changes WHERE seq <= (SELECT max(seq) FROM changes) - ?",
                    arguments: [Schema.keptChanges])
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
