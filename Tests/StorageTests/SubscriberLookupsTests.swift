import Determinism
import Foundation
import Storage
import Subscribers
import Synchronization
import Testing

@Suite struct SubscriberLookupsTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    @Test(
        "Who is there is found, who is not is unknown, and what was just written is seen",
        arguments: [1, 3])
    func answers(threads: Int) async throws {
        let alice = try database.addSubscriber("alice")
        let lookups = try SubscriberLookups(database, threads: threads)
        defer { lookups.close() }
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(
            await lookups.find("alice") == .found(SubscriberRecord(subscriber: alice, bindings: []))
        )
        #expect(await lookups.find("bob") == .unknown)
        for port in UInt16(1)...20 {
            #expect(await journal.write([binding(port: port)], subscriber: alice.id))
            let record = SubscriberRecord(subscriber: alice, bindings: [binding(port: port)])
            #expect(await lookups.find("alice") == .found(record))
        }
        let bob = try store.open().addSubscriber("bob")
        #expect(
            await lookups.find("bob") == .found(SubscriberRecord(subscriber: bob, bindings: [])))
    }

    @Test("Every question is answered exactly once, and those after closing are unavailable")
    func closing() throws {
        try database.addSubscribers((0..<50).map { "user\($0)" })
        let lookups = try SubscriberLookups(database, threads: 2)
        let answers = Mutex<[Int: [SubscriberLookups.Answer]]>([:])
        for number in 0..<1000 {
            lookups.find(SubscriberKey("user\(number % 100)")!) { answer in
                answers.withLock { $0[number, default: []].append(answer) }
            }
        }
        lookups.close()
        answers.withLock { answers in
            for number in 0..<1000 {
                guard let given = answers[number], given.count == 1 else {
                    Issue.record("question \(number) was not answered once")
                    continue
                }
                if number % 100 < 50 {
                    guard case .found(let record) = given[0] else {
                        Issue.record("user\(number % 100) was not found")
                        continue
                    }
                    #expect(record.subscriber.user == "user\(number % 100)")
                } else {
                    #expect(given[0] == .unknown)
                }
            }
        }
        lookups.find(SubscriberKey("user1")!) { answer in answers.withLock { $0[-1] = [answer] } }
        #expect(answers.withLock { $0[-1] } == [.unavailable])
    }

    @Test("A store that is damaged is unavailable, never unknown")
    func damaged() async throws {
        try database.addSubscribers((0..<500).map { "user\($0)" })
        try database.close()
        let url = URL(fileURLWithPath: store.file)
        let sound = try Data(contentsOf: url)
        let again = try store.open()
        let reported = Mutex(0)
        let lookups = try SubscriberLookups(again) { _ in reported.withLock { $0 += 1 } }
        defer { lookups.close() }
        let handle = try FileHandle(forWritingTo: url)
        try handle.seek(toOffset: 4096)
        try handle.write(contentsOf: Data(repeating: 0xA5, count: sound.count - 4096))
        var unavailable = 0
        for number in 0..<500 where await lookups.find("user\(number)") == .unavailable {
            unavailable += 1
        }
        #expect(unavailable == 500)
        #expect(reported.withLock { $0 } == 500)
    }
}
