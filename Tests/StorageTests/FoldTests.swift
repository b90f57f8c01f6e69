import Determinism
import Foundation
import GRDB
import Storage
import Subscribers
import Testing

@Suite struct FoldTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    @Test(
        "While the journal is folded again and again every reader sees what was last acknowledged")
    func everyReader() async throws {
        let users = (0..<60).map { "user\($0)" }
        let ids = try database.addSubscribers(users).map(\.id)
        var settings = BindingJournal.Settings()
        settings.gathering = .seconds(0)
        settings.foldAfter = 25
        let journal = try BindingJournal(database, settings: settings)
        defer { journal.close() }
        let lookups = try SubscriberLookups(database)
        defer { lookups.close() }
        let elsewhere = try store.open()
        var entropy = EntropySource(seed: 3)
        var expected: [Int: [Binding]] = [:]
        for _ in 0..<300 {
            let number = Int.random(in: users.indices, using: &entropy)
            let ports = (0..<Int.random(in: 0...2, using: &entropy)).map { _ in
                UInt16.random(in: 1...9999, using: &entropy)
            }
            let bindings = ports.map { binding(port: $0) }
            expected[number] = bindings
            #expect(await journal.write(bindings, subscriber: ids[number]))
            guard case .found(let record) = await lookups.find(users[number]) else {
                Issue.record("\(users[number]) was not found")
                continue
            }
            #expect(record.bindings == bindings)
            #expect(try elsewhere.found(users[number])?.bindings == bindings)
        }
        #expect(try store.rows("bindings") > 0, "something was folded")
        let registered = expected.values.filter { !$0.isEmpty }
        let counts = SubscriberCounts(
            subscribers: 60, registered: registered.count,
            contacts: registered.reduce(0) { $0 + $1.count })
        #expect(try elsewhere.counts(now: now) == counts)
        let online = try elsewhere.registered(limit: 100, now: now)
        let present = expected.filter { !$0.value.isEmpty }.keys.map { users[$0] }.sorted()
        #expect(online.map(\.subscriber.user) == present)
        #expect(
            online.allSatisfy { $0.bindings == expected[users.firstIndex(of: $0.subscriber.user)!] }
        )
        #expect(
            try elsewhere.registered(limit: 7, now: now).map(\.subscriber.user)
                == Array(present.prefix(7)))
        let listed = try elsewhere.subscribers(limit: 100)
        for summary in listed {
            let number = try #require(users.firstIndex(of: summary.user))
            #expect(summary.contacts == expected[number]?.count ?? 0)
        }
    }

    /// Folds at no pause and no number that a test reaches.
    private var patient: BindingJournal.Settings {
        var settings = BindingJournal.Settings()
        settings.pause = .seconds(3600)
        return settings
    }

    @Test("Closing folds everything, and then the rows alone tell the same")
    func closing() async throws {
        let ids = try database.addSubscribers((0..<2500).map { "user\($0)" }).map(\.id)
        let journal = try BindingJournal(database, settings: patient)
        for id in ids.dropLast() {
            journal.enqueue([binding(port: UInt16(id))], subscriber: id) { _ in }
        }
        #expect(await journal.write([binding(port: 4242)], subscriber: ids[2499]))
        #expect(try store.rows("journal") > 0)
        journal.close()
        #expect(try store.rows("journal") == 0)
        #expect(try store.rows("bindings") == 2500)
        let counts = SubscriberCounts(subscribers: 2500, registered: 2500, contacts: 2500)
        #expect(try database.counts(now: now) == counts)
        #expect(try database.found("user17")?.bindings == [binding(port: UInt16(ids[17]))])
        #expect(try database.found("user2499")?.bindings == [binding(port: 4242)])
    }

    @Test("A pause folds the journal without being asked")
    func pause() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding()], subscriber: subscriber.id))
        for _ in 0..<100 where try store.rows("journal") > 0 {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try store.rows("journal") == 0)
        #expect(try store.rows("bindings") == 1)
        #expect(try database.found("alice")?.bindings == [binding()])
    }

    @Test("What a killed node left in the journal is taken over, its connections as gone")
    func takenOver() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database, settings: patient)
        defer { journal.close() }
        let stream = binding(transport: .tcp, connection: 9)
        #expect(await journal.write([stream, binding(port: 2)], subscriber: subscriber.id))
        let copy = try store.copy()
        #expect(try copy.rows("journal") == 1)
        let survivor = try copy.open()
        let next = try BindingJournal(survivor)
        let lookups = try SubscriberLookups(survivor)
        defer { lookups.close() }
        var gone = stream
        gone.flowIsGone = true
        let record = SubscriberRecord(subscriber: subscriber, bindings: [gone, binding(port: 2)])
        #expect(await lookups.find("alice") == .found(record))
        #expect(try survivor.found("alice") == record)
        next.close()
        #expect(try copy.rows("journal") == 0)
        #expect(await lookups.find("alice") == .found(record))
    }

    @Test("A subscriber that was removed before the fold is not brought back by it")
    func removedMeanwhile() async throws {
        let alice = try database.addSubscriber("alice")
        let bob = try database.addSubscriber("bob")
        let journal = try BindingJournal(database, settings: patient)
        #expect(await journal.write([binding(port: 1)], subscriber: alice.id))
        #expect(await journal.write([binding(port: 2)], subscriber: bob.id))
        try store.open().remove("alice")
        let counts = SubscriberCounts(subscribers: 1, registered: 1, contacts: 1)
        #expect(try database.counts(now: now) == counts)
        journal.close()
        #expect(try database.counts(now: now) == counts)
        #expect(try store.rows("bindings") == 1)
        #expect(try database.found("alice") == nil)
        #expect(try database.found("bob")?.bindings == [binding(port: 2)])
    }
}

extension TemporaryStore {
    /// What a power cut would leave: the file and its log, without a word of farewell.
    func copy() throws -> TemporaryStore {
        let copy = try TemporaryStore()
        for name in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: file + name, toPath: copy.file + name)
        }
        return copy
    }

    /// How many rows a table has.
    func rows(_ table: String) throws -> Int {
        let queue = try DatabaseQueue(path: file)
        return try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }
}
