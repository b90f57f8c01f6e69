import Determinism
import Foundation
import Storage
import Subscribers
import Synchronization
import Testing

@Suite struct ChangeFeedTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    func keys(_ users: String...) -> ChangeFeed.Changes { .keys(users.map { SubscriberKey($0)! }) }

    @Test("Adding, changing and removing elsewhere are told once, in order")
    func changes() throws {
        try database.addSubscriber("early")
        let feed = try ChangeFeed(database)
        #expect(try feed.poll() == .none)
        let other = try store.open()
        try other.addSubscriber("alice")
        #expect(try feed.poll() == keys("alice"))
        #expect(try feed.poll() == .none)
        try other.addSubscriber("+15551000000")
        try other.setPassword(of: "alice", to: "x", realm: TemporaryStore.realm)
        try other.remove("15551000000")
        #expect(try feed.poll() == keys("15551000000", "alice"))
        #expect(try feed.poll() == .none)
    }

    @Test("What was refused and what phones do is no change")
    func noChanges() async throws {
        let alice = try database.addSubscriber("alice")
        let feed = try ChangeFeed(database)
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding()], subscriber: alice.id))
        _ = try? database.addSubscriber("alice")
        _ = try? database.remove("bob")
        #expect(try feed.poll() == .none)
    }

    @Test("More changes than are kept make everything doubtful, and then go on one by one")
    func pruned() throws {
        let feed = try ChangeFeed(database)
        let fresh = try (0..<10_500).map {
            try NewSubscriber(user: "user\($0)", password: "x", realm: TemporaryStore.realm)
        }
        _ = try database.add(fresh, now: now)
        #expect(try feed.poll() == .everything)
        try database.addSubscriber("alice")
        #expect(try feed.poll() == keys("alice"))
    }

    @Test("A watch passes on what happens in another process's stead")
    func watch() async throws {
        let feed = try ChangeFeed(database)
        let seen = Mutex<[ChangeFeed.Changes]>([])
        let watch = ChangeWatch(feed, every: .milliseconds(10)) { change in
            seen.withLock { $0.append(change) }
        }
        try store.open().addSubscriber("alice")
        for _ in 0..<500 where seen.withLock({ $0.isEmpty }) {
            try await Task.sleep(for: .milliseconds(10))
        }
        watch.close()
        #expect(seen.withLock { $0 } == [keys("alice")])
    }
}
