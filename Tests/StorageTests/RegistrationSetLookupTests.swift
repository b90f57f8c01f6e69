import Determinism
import DigestAuthentication
import Provisioning
import Storage
import Subscribers
import Testing

/// Subscribers that were provisioned identity by identity, as a node finds them.
@Suite struct RegistrationSetLookupTests {
    let directory: TemporaryStore
    let database: SubscriberDatabase
    let author = Author(who: "api key", interface: .homesteadProvisioning, source: "192.0.2.1")

    init() throws {
        directory = try TemporaryStore()
        database = try directory.open()
    }

    /// A set with these identities, each in a profile of its own, and these logins.
    @discardableResult
    private func provision(
        _ uris: [String], barred: Set<String> = [], logins: [String]
    ) async throws -> RegistrationSetID {
        let set = try await database.addRegistrationSet(by: author, now: now)
        for name in logins {
            try await database.putPrivateIdentity(
                name, realm: TemporaryStore.realm, .password("secret"), by: author, now: now)
            try await database.associate(name, with: set, by: author, now: now)
        }
        for uri in uris {
            let profile = try await database.addServiceProfile(to: set, by: author, now: now)
            try await database.putPublicIdentity(
                PublicIdentity(uri: uri, isBarred: barred.contains(uri)), in: profile, of: set,
                by: author, now: now)
        }
        return set
    }

    @Test func `One identity and one login of its name are the usual subscriber, whoever made it`()
        async throws
    {
        try await provision(
            ["sip:+15551000000@example.com"], logins: ["+15551000000@example.com"])
        var made = try #require(try database.found("15551000000")).subscriber
        try database.remove("15551000000")
        let usual = try database.addSubscriber("+15551000000")
        #expect(made.set == nil)
        made.id = usual.id
        #expect(made == usual)
    }

    @Test(arguments: ["+15551000000", "alice", "hidden"])
    func `A set is found by each of its identities, the first one first`(user: String)
        async throws
    {
        let set = try await provision(
            [
                "sip:+15551000000@example.com", "tel:+15551000000", "sip:alice@example.org",
                "sip:hidden@example.com",
            ], barred: ["sip:hidden@example.com"],
            logins: ["phone@example.com", "desk@other.example"])
        let subscriber = try #require(try database.found(user)).subscriber
        #expect(subscriber.id == set.row)
        #expect(subscriber.user == "+15551000000")
        #expect(
            subscriber.set?.identities.map(\.uri) == [
                "sip:+15551000000@example.com", "tel:+15551000000", "sip:alice@example.org",
                "sip:hidden@example.com",
            ])
        #expect(subscriber.set?.identities.map(\.isBarred) == [false, false, false, true])
        #expect(subscriber.set?.logins.map(\.name) == ["phone@example.com", "desk@other.example"])
        #expect(subscriber.set?.logins.map(\.user) == ["phone", nil])
        #expect(subscriber.set?.logins.map(\.digestHashes.count) == [2, 1])
    }

    @Test(arguments: [
        (["sip:alice@example.com"], ["phone@example.com"], []),
        (["sip:alice@example.org"], ["alice@example.com"], []),
        (["tel:+15551000000"], ["+15551000000@example.com"], []),
        (["sip:alice@example.com"], ["alice@example.com"], ["sip:alice@example.com"]),
        (["sip:alice@example.com"], [], []),
        (["sip:alice@example.com"], ["alice@example.com", "bob@example.com"], []),
    ] as [([String], [String], Set<String>)])
    func `Whoever is not the usual subscriber has a set`(
        uris: [String], logins: [String], barred: Set<String>
    ) async throws {
        try await provision(uris, barred: barred, logins: logins)
        let user = String(uris[0].drop { $0 != ":" }.dropFirst().prefix { $0 != "@" })
        let set = try #require(try database.found(user)?.subscriber.set)
        #expect(set.identities.map(\.uri) == uris)
        #expect(set.logins.map(\.name) == logins)
    }

    @Test func `A digest hash is good for the name as it is spelled`() async throws {
        let set = try await provision(["sip:alice@example.com"], logins: [])
        let hash = DigestHash(high: 1, low: 2)
        try await database.putPrivateIdentity(
            "alice@example.com", realm: "example.com", .digestHash(hash), by: author, now: now)
        try await database.associate("alice@example.com", with: set, by: author, now: now)
        let login = try #require(try database.found("alice")?.subscriber.set?.logins.first)
        #expect(login.user == nil && login.digestHashes == [hash])
    }

    @Test func `A set without identities is nobody`() async throws {
        try await provision([], logins: ["alice@example.com"])
        #expect(try database.found("alice") == nil)
    }

    @Test func `What one identity registered is there for each`() async throws {
        let set = try await provision(
            ["sip:alice@example.com", "sip:bob@example.com"], logins: ["alice@example.com"])
        let journal = try BindingJournal(database)
        defer { journal.close() }
        let lookups = try SubscriberLookups(database)
        defer { lookups.close() }
        #expect(await journal.write([binding()], subscriber: set.row))
        for user in ["alice", "bob"] {
            guard case .found(let record) = await lookups.find(user) else {
                Issue.record("\(user) is not found")
                continue
            }
            #expect(record.bindings == [binding()])
        }
        #expect(try database.registered(limit: 10, now: now).map(\.subscriber.user) == ["alice"])
        #expect(
            try database.counts(now: now)
                == SubscriberCounts(subscribers: 2, registered: 1, contacts: 1))
    }

    @Test func `A registration that is written after its set was removed finds nobody`()
        async throws
    {
        let set = try await provision(["sip:alice@example.com"], logins: ["alice@example.com"])
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(try await database.removeRegistrationSet(set, by: author, now: now))
        #expect(await !journal.write([binding()], subscriber: set.row))
    }

    // MARK: - What a node is told

    private func changes(
        _ change: (SubscriberDatabase, RegistrationSetID) async throws -> Void
    ) async throws -> ChangeFeed.Changes {
        let set = try await provision(
            ["sip:alice@example.com", "sip:bob@example.com"], logins: ["alice@example.com"])
        let feed = try ChangeFeed(database)
        defer { feed.close() }
        try await change(database, set)
        return try feed.poll()
    }

    private func keys(_ users: String...) -> Set<SubscriberKey> {
        Set(users.map { SubscriberKey($0)! })
    }

    private func expect(_ changes: ChangeFeed.Changes, _ keys: Set<SubscriberKey>) {
        guard case .keys(let told) = changes else {
            Issue.record("\(changes)")
            return
        }
        #expect(Set(told) == keys)
    }

    @Test func `A new identity is told for every one of its set`() async throws {
        let told = try await changes { database, set in
            let profile = try await database.addServiceProfile(to: set, by: author, now: now)
            try await database.putPublicIdentity(
                PublicIdentity(uri: "sip:carol@example.com"), in: profile, of: set, by: author,
                now: now)
        }
        expect(told, keys("alice", "bob", "carol"))
    }

    @Test func `An identity that is barred or removed is told for every one of its set`()
        async throws
    {
        let barred = try await changes { database, set in
            let place = try await database.place(ofPublic: "sip:bob@example.com")
            try await database.putPublicIdentity(
                PublicIdentity(uri: "sip:bob@example.com", isBarred: true), in: place.profile,
                of: set, by: author, now: now)
        }
        expect(barred, keys("alice", "bob"))
        let feed = try ChangeFeed(database)
        defer { feed.close() }
        let place = try await database.place(ofPublic: "sip:alice@example.com")
        _ = try await database.removePublicIdentity(
            "sip:alice@example.com", from: place.profile, of: place.set, by: author, now: now)
        expect(try feed.poll(), keys("alice", "bob"))
        _ = try await database.removeRegistrationSet(place.set, by: author, now: now)
        expect(try feed.poll(), keys("bob"))
    }

    @Test func `A login that is changed, joins or leaves is told for every identity`()
        async throws
    {
        let hash = PrivateCredentials.digestHash(DigestHash(high: 1, low: 2))
        let changed = try await changes { database, _ in
            try await database.putPrivateIdentity(
                "alice@example.com", realm: "example.com", hash, by: author, now: now)
        }
        expect(changed, keys("alice", "bob"))
        let feed = try ChangeFeed(database)
        defer { feed.close() }
        let set = try await database.place(ofPublic: "sip:bob@example.com").set
        try await database.putPrivateIdentity(
            "new@example.com", realm: "example.com", hash, by: author, now: now)
        #expect(try feed.poll() == .none)
        try await database.associate("new@example.com", with: set, by: author, now: now)
        expect(try feed.poll(), keys("alice", "bob"))
        _ = try await database.dissociate("new@example.com", from: set, by: author, now: now)
        expect(try feed.poll(), keys("alice", "bob"))
        _ = try await database.removePrivateIdentity("alice@example.com", by: author, now: now)
        expect(try feed.poll(), keys("alice", "bob"))
    }

    // MARK: - What an operator does to it

    @Test func `Removing a number leaves the others of its set`() async throws {
        try await provision(
            ["sip:+15551000000@example.com", "tel:+15551000000", "sip:bob@example.com"],
            logins: ["alice@example.com"])
        #expect(try database.remove("15551000000") == "+15551000000")
        #expect(try database.found("15551000000") == nil)
        #expect(try database.found("bob")?.subscriber.set?.logins.count == 1)
        try database.remove("bob")
        let left = await #expect(throws: ProvisioningError.self) {
            try await database.privateIdentity("alice@example.com")
        }
        #expect(left?.kind == .notFound)
    }

    @Test func `A new password is the login's own, in all of its spellings`() async throws {
        try await provision(["sip:alice@example.com"], logins: ["phone@example.com"])
        try database.setPassword(of: "alice", to: "new", realm: "example.com")
        let login = try #require(try database.found("alice")?.subscriber.set?.logins.first)
        #expect(login.user == "phone" && login.name == "phone@example.com")
        #expect(
            login.digestHashes
                == ["phone", "phone@example.com"].map {
                    DigestHash(username: $0, realm: "example.com", password: "new")
                })
    }

    @Test func `A password for the deployment's new domain moves the subscriber there`()
        async throws
    {
        let usual = try database.addSubscriber("+15551000000")
        try database.setPassword(of: "+15551000000", to: "new", realm: "example.net")
        let moved = try #require(try database.found("15551000000")).subscriber
        #expect(moved.id == usual.id && moved.set == nil)
        let name = "+15551000000@example.net"
        #expect(
            try await database.privateIdentity(name).digestHash
                == DigestHash(username: name, realm: "example.net", password: "new"))
    }

    // MARK: - The audit trail

    @Test func `Each change is in the audit trail once, and what was refused is not`()
        async throws
    {
        let set = try await provision(["sip:alice@example.com"], logins: ["alice@example.com"])
        _ = try? await database.associate("nobody", with: set, by: author, now: now)
        _ = try await database.removePrivateIdentity("nobody", by: author, now: now)
        _ = try await database.removeRegistrationSet(set, by: author, now: now)
        let entries = try await database.audit(before: nil, limit: 100)
        #expect(
            entries.reversed().map(\.action) == [
                "add registration set", "put private identity", "associate private identity",
                "add service profile", "put public identity", "remove registration set",
            ])
        #expect(entries.allSatisfy { $0.author == author && $0.at == now })
        #expect(entries.first?.object == set.uuid)
    }
}
