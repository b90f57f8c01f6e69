import Determinism
import GRDB
import Subscribers

/// Inserts subscribers of one number and one private identity each, within a transaction.
///
/// - Cost: six prepared statements a subscriber.
struct SubscriberInsertion: ~Copyable {
    private let taken: RawStatement
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
            taken: taken, set: set, login: login, member: member, profile: profile,
            identity: identity)
    }

    private init(
        taken: consuming RawStatement, set: consuming RawStatement, login: consuming RawStatement,
        member: consuming RawStatement, profile: consuming RawStatement,
        identity: consuming RawStatement
    ) {
        self.taken = taken
        self.set = set
        self.login = login
        self.member = member
        self.profile = profile
        self.identity = identity
    }

    /// - Returns: nil, and nothing inserted, where the number or its private identity is taken.
    func insert(_ new: NewSubscriber, now: WallTime) throws -> Subscriber? {
        let name = "\(new.user)@\(new.realm)"
        taken.bind(text: new.key.text, at: 1)
        taken.bind(text: name, at: 2)
        let isTaken = try taken.step()
        taken.reset()
        if isTaken { return nil }
        set.bind(now.milliseconds, at: 1)
        let row = try set.insertedRow()
        login.bind(text: name, at: 1)
        login.bind(text: new.realm, at: 2)
        login.bind(text: new.user, at: 3)
        login.bind(Array(DigestHashBlob.encode(new.digestHashes)).span, at: 4)
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
        return Subscriber(id: row, user: new.user, digestHashes: new.digestHashes)
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
