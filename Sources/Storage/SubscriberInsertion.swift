import Determinism
import GRDB
import Subscribers

/// Inserts subscribers of one number and one private identity each, within a transaction.
///
/// - Cost: six prepared statements a subscriber.
struct SubscriberInsertion: ~Copyable {
    /// What became of one.
    enum Outcome: Sendable {
        case added(Subscriber)
        /// It is there already, with the same password.
        case present
        /// The number or its private identity is another's, or has another password.
        case taken
    }

    private let taken: RawStatement
    private let same: RawStatement
    private let set: RawStatement
    private let login: RawStatement
    private let member: RawStatement
    private let profile: RawStatement
    private let identity: RawStatement

    static func make(_ db: Database) throws -> SubscriberInsertion {
        let taken = try RawStatement(
            """
            SELECT 1 FROM public_identities WHERE key = ?1
            UNION ALL SELECT 1 FROM private_identities WHERE name = ?2
            """, in: db)
        let same = try RawStatement(
            """
            SELECT 1 FROM public_identities
            JOIN set_members USING (registration_set)
            JOIN private_identities own ON own.id = private_identity
            WHERE uri = ?1 AND name = ?2 AND digest_hashes = ?3
            """, in: db)
        let set = try RawStatement(
            "INSERT INTO registration_sets (created) VALUES (?1) RETURNING id", in: db)
        let login = try RawStatement(
            """
            INSERT INTO private_identities (name, realm, user, digest_hashes)
            VALUES (?1, ?2, ?3, ?4) RETURNING id
            """, in: db)
        let member = try RawStatement("INSERT INTO set_members VALUES (?1, ?2)", in: db)
        let profile = try RawStatement(
            "INSERT INTO service_profiles (registration_set) VALUES (?1) RETURNING id", in: db)
        let identity = try RawStatement(
            """
            INSERT INTO public_identities (uri, key, user, registration_set, service_profile)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """, in: db)
        return SubscriberInsertion(
            taken: taken, same: same, set: set, login: login, member: member, profile: profile,
            identity: identity)
    }

    private init(
        taken: consuming RawStatement, same: consuming RawStatement, set: consuming RawStatement, login: consuming RawStatement,
        member: consuming RawStatement, profile: consuming RawStatement,
        identity: consuming RawStatement
    ) {
        self.taken = taken
        self.same = same
        self.set = set
        self.login = login
        self.member = member
        self.profile = profile
        self.identity = identity
    }

    func insert(_ new: NewSubscriber, now: WallTime) throws -> Outcome {
        let name = "\(new.user)@\(new.realm)"
        taken.bind(text: new.key.text, at: 1)
        taken.bind(text: name, at: 2)
        let isTaken = try taken.step()
        taken.reset()
        let hashes = Array(DigestHashBlob.encode(new.digestHashes))
        if isTaken { return try isPresent(name, hashes) ? .present : .taken }
        set.bind(now.milliseconds, at: 1)
        let row = try set.insertedRow()
        login.bind(text: name, at: 1)
        login.bind(text: new.realm, at: 2)
        login.bind(text: new.user, at: 3)
        login.bind(hashes.span, at: 4)
        let loginRow = try login.insertedRow()
        member.bind(row, at: 1)
        member.bind(loginRow, at: 2)
        try member.runToEnd()
        profile.bind(row, at: 1)
        let profileRow = try profile.insertedRow()
        identity.bind(text: "sip:\(name)", at: 1)
        identity.bind(text: new.key.text, at: 2)
        identity.bind(text: new.user, at: 3)
        identity.bind(row, at: 4)
        identity.bind(profileRow, at: 5)
        try identity.runToEnd()
        return .added(Subscriber(id: row, user: new.user, digestHashes: new.digestHashes))
    }

    private func isPresent(_ name: String, _ hashes: [UInt8]) throws -> Bool {
        same.bind(text: "sip:\(name)", at: 1)
        same.bind(text: name, at: 2)
        same.bind(hashes.span, at: 3)
        defer { same.reset() }
        return try same.step()
    }
}

extension RawStatement {
    /// Runs an INSERT with RETURNING to its end, ready for the next.
    fileprivate func insertedRow() throws -> Int64 {
        defer { reset() }
        _ = try step()
        let row = integer(0)
        _ = try step()
        return row
    }
}
