import Determinism
import DigestAuthentication
import Storage
import Subscribers
import Testing

@Suite struct SubscriberTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    @Test(
        "A subscriber is found by its number with and without plus, with the hash of each spelling")
    func found() throws {
        let added = try database.addSubscriber("+15551000000", password: "s3cret")
        let record = try #require(try database.found("15551000000"))
        #expect(record.subscriber == added)
        #expect(try database.found("+15551000000") == record)
        #expect(record.subscriber.user == "+15551000000")
        #expect(record.bindings.isEmpty)
        let spellings = DigestUsername.spellings(of: "+15551000000", realm: TemporaryStore.realm)
        #expect(spellings.count == 4)
        #expect(
            record.subscriber.digestHashes
                == spellings.map {
                    DigestHash(username: $0, realm: TemporaryStore.realm, password: "s3cret")
                })
    }

    @Test("Nobody is found who was not added")
    func unknown() throws {
        try database.addSubscriber("alice")
        for user in ["bob", "Alice", "alic", "alice2", "15551000000"] {
            #expect(try database.found(user) == nil)
        }
    }

    @Test("A number that is taken, with or without plus, is refused with what to do")
    func duplicate() throws {
        try database.addSubscriber("+15551000000", password: "first")
        let record = try database.found("+15551000000")
        for user in ["+15551000000", "15551000000", "+1-555-100-0000"] {
            let error = #expect(throws: StorageError.self) { try database.addSubscriber(user) }
            #expect(error?.kind == .duplicateSubscriber)
            #expect(error?.remedy.contains("set-password") == true)
        }
        #expect(try database.found("+15551000000") == record)
    }

    @Test("Visual separators of a number are dropped")
    func separators() throws {
        #expect(try database.addSubscriber("+1(555)100-00.01").user == "+15551000001")
    }

    @Test(
        "Names that cannot stand in a SIP URI are refused",
        arguments: [
            "", " ", "alice bob", "alice@example.com", "sip:alice", "a\"b", "a;b", "a,b", "a/b",
            "é", "a\n",
            String(repeating: "a", count: 129), String(repeating: "1", count: 33),
        ])
    func badNames(user: String) throws {
        let error = #expect(throws: StorageError.self) { try database.addSubscriber(user) }
        #expect(error?.kind == .badUser)
    }

    @Test(
        "Passwords that no phone could send are refused",
        arguments: [
            "", "a\nb", "a\u{0}", String(repeating: "x", count: 256),
        ])
    func badPasswords(password: String) throws {
        let error = #expect(throws: StorageError.self) {
            try database.addSubscriber("alice", password: password)
        }
        #expect(error?.kind == .badPassword)
        #expect(try database.found("alice") == nil)
    }

    @Test("A new password replaces the hashes and leaves the registrations")
    func setPassword() async throws {
        let added = try database.addSubscriber("alice", password: "old")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding()], subscriber: added.id))
        try database.setPassword(of: "alice", to: "new", realm: TemporaryStore.realm)
        let record = try #require(try database.found("alice"))
        #expect(record.subscriber.id == added.id)
        #expect(record.bindings == [binding()])
        #expect(
            record.subscriber.digestHashes.first
                == DigestHash(
                    username: "alice", realm: TemporaryStore.realm, password: "new"))
        let error = #expect(throws: StorageError.self) {
            try database.setPassword(of: "bob", to: "x", realm: TemporaryStore.realm)
        }
        #expect(error?.kind == .unknownSubscriber)
    }

    @Test(
        "A removed subscriber is gone with its registrations, and its row number does not come back"
    )
    func remove() async throws {
        let added = try database.addSubscriber("+15551000000")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding()], subscriber: added.id))
        #expect(try database.remove("15551000000") == "+15551000000")
        #expect(try database.found("+15551000000") == nil)
        #expect(
            try database.counts(now: now)
                == SubscriberCounts(subscribers: 0, registered: 0, contacts: 0))
        let again = try database.addSubscriber("+15551000000")
        #expect(again.id != added.id)
        #expect(try database.found("+15551000000")?.bindings == [])
        let error = #expect(throws: StorageError.self) { try database.remove("nobody") }
        #expect(error?.kind == .unknownSubscriber)
    }

    @Test("A listing in pages shows everybody once, in order")
    func paging() throws {
        let users = (0..<57).map { "user\($0)" }
        try database.addSubscribers(users)
        var listed: [String] = []
        var last: String?
        while true {
            let page = try database.subscribers(after: last, limit: 10)
            guard let end = page.last else { break }
            #expect(page.count <= 10)
            listed += page.map(\.user)
            last = end.key
        }
        #expect(listed == users.sorted())
    }

    @Test("A listing and the counts tell who is registered, and until when")
    func counts() async throws {
        let journal = try BindingJournal(database)
        defer { journal.close() }
        for user in ["a", "b", "c", "d"] { try database.addSubscriber(user) }
        let ids = try ["a", "b", "c"].map { try #require(try database.found($0)).subscriber.id }
        #expect(await journal.write([binding(port: 1, expires: 60)], subscriber: ids[0]))
        #expect(
            await journal.write(
                [binding(port: 2, expires: 60), binding(port: 3, expires: 600)], subscriber: ids[1])
        )
        #expect(await journal.write([], subscriber: ids[2]))
        #expect(
            try database.counts(now: now)
                == SubscriberCounts(subscribers: 4, registered: 2, contacts: 3))
        let later = WallTime(milliseconds: now.milliseconds + 60_000)
        #expect(
            try database.counts(now: later)
                == SubscriberCounts(subscribers: 4, registered: 1, contacts: 1))
        #expect(
            try database.registered(limit: 10, now: later).map(\.bindings)
                == [[binding(port: 3, expires: 600)]])
        let page = try database.subscribers(limit: 10)
        #expect(page.map(\.contacts) == [1, 2, 0, 0])
        #expect(
            page.map(\.registeredUntil?.seconds) == [now.seconds + 60, now.seconds + 600, nil, nil])
        #expect(page.allSatisfy { $0.created == now && $0.realm == TemporaryStore.realm })
    }

    @Test("Realms of hashes that no longer fit are told")
    func otherRealms() throws {
        try database.addSubscriber("alice")
        #expect(try database.realms(otherThan: TemporaryStore.realm) == [])
        #expect(try database.realms(otherThan: "example.org") == [TemporaryStore.realm])
    }
}
