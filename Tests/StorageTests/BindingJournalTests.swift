import Determinism
import Foundation
import NetworkAddresses
import SIPTransports
import Storage
import Subscribers
import Synchronization
import Testing

@Suite struct BindingJournalTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    @Test("Bindings come back as they were written, of every shape")
    func roundTrip() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        var six = binding(transport: .tcp, connection: UInt64.max)
        six.flow.local = SocketEndpoint(IPAddress(bits: 1), 65535)
        six.flow.remote = SocketEndpoint(IPAddress(bits: UInt128.max), 0)
        six.flowIsGone = true
        var past = binding()
        past.expires = WallTime(milliseconds: -1)
        past.registered = WallTime(milliseconds: Int64.max)
        past.cseq = .max
        past.q = 0
        var long = binding()
        long.contact = (0..<70_000).map { UInt8(truncatingIfNeeded: $0) }
        var empty = binding()
        (empty.contact, empty.parameters, empty.callID, empty.userAgent) = ([], [], [], [])
        for bindings in [
            [binding()], [six], [past], [long], [empty], [six, past, long, empty, binding()],
        ] {
            #expect(await journal.write(bindings, subscriber: subscriber.id))
            #expect(try database.found("alice")?.bindings == bindings)
        }
        #expect(await journal.write([], subscriber: subscriber.id))
        #expect(try database.found("alice")?.bindings == [])
    }

    @Test("After a restart connections are gone, datagram flows are not")
    func restart() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database)
        let datagrams = binding(port: 1)
        let stream = binding(port: 2, transport: .tcp, connection: 7)
        #expect(await journal.write([datagrams, stream], subscriber: subscriber.id))
        #expect(try database.found("alice")?.bindings.map(\.flowIsGone) == [false, false])
        journal.close()
        let next = try BindingJournal(database)
        defer { next.close() }
        #expect(try database.found("alice")?.bindings.map(\.flowIsGone) == [false, true])
        #expect(await next.write([datagrams, stream], subscriber: subscriber.id))
        #expect(try database.found("alice")?.bindings.map(\.flowIsGone) == [false, false])
    }

    @Test("The last of many writes for one subscriber wins")
    func order() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        for port in UInt16(1)...500 {
            journal.enqueue([binding(port: port)], subscriber: subscriber.id) { _ in }
        }
        #expect(await journal.write([binding(port: 501)], subscriber: subscriber.id))
        #expect(try database.found("alice")?.bindings == [binding(port: 501)])
        #expect(journal.statistics.registrations == 501)
        #expect(journal.statistics.commits < 100, "many share a commit")
    }

    @Test("A removed or unknown subscriber's bindings are refused, its neighbours' are written")
    func removed() async throws {
        let alice = try database.addSubscriber("alice")
        let bob = try database.addSubscriber("bob")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding()], subscriber: alice.id))
        try database.remove("alice")
        async let first = journal.write([binding()], subscriber: alice.id)
        async let second = journal.write([binding()], subscriber: bob.id)
        async let third = journal.write([binding()], subscriber: 4711)
        #expect(await [first, second, third] == [false, true, false])
        #expect(
            try database.counts(now: now)
                == SubscriberCounts(subscribers: 1, registered: 1, contacts: 1))
    }

    @Test("What was acknowledged is in the files at that moment, also from many threads")
    func durable() async throws {
        let ids = try database.addSubscribers((0..<40).map { "user\($0)" }).map(\.id)
        let journal = try BindingJournal(database)
        defer { journal.close() }
        await withTaskGroup(of: Bool.self) { group in
            for (number, id) in ids.enumerated() {
                group.addTask {
                    await journal.write([binding(port: UInt16(number + 1))], subscriber: id)
                }
            }
            for await isWritten in group { #expect(isWritten) }
        }
        let copy = try store.copy()
        let survivor = try copy.open()
        for number in ids.indices {
            #expect(
                try survivor.found("user\(number)")?.bindings == [binding(port: UInt16(number + 1))]
            )
        }
    }

    @Test("Closing writes what waits and refuses what comes later")
    func closing() throws {
        let subscriber = try database.addSubscriber("alice")
        var settings = BindingJournal.Settings()
        settings.gathering = .milliseconds(50)
        let journal = try BindingJournal(database, settings: settings)
        let outcomes = Mutex<[Bool]>([])
        for port in UInt16(1)...20 {
            journal.enqueue([binding(port: port)], subscriber: subscriber.id) { outcome in
                outcomes.withLock { $0.append(outcome) }
            }
        }
        journal.close()
        #expect(outcomes.withLock { $0 } == [Bool](repeating: true, count: 20))
        journal.enqueue([binding(port: 99)], subscriber: subscriber.id) { outcome in
            outcomes.withLock { $0.append(outcome) }
        }
        #expect(outcomes.withLock { $0.last } == false)
        #expect(try database.found("alice")?.bindings == [binding(port: 20)])
    }

    @Test("More than the queue holds is refused at once")
    func overflow() throws {
        let subscriber = try database.addSubscriber("alice")
        var settings = BindingJournal.Settings()
        settings.gathering = .seconds(1)
        settings.capacity = 5
        let journal = try BindingJournal(database, settings: settings)
        let outcomes = Mutex<[Bool]>([])
        for _ in 1...8 {
            journal.enqueue([binding()], subscriber: subscriber.id) { outcome in
                outcomes.withLock { $0.append(outcome) }
            }
        }
        #expect(outcomes.withLock { $0 } == [false, false, false])
        journal.close()
        #expect(outcomes.withLock { $0 } == [false, false, false, true, true, true, true, true])
    }

    @Test("A batch that cannot be written is refused and reported, the next one goes in")
    func failure() async throws {
        let database = try store.open(patience: .milliseconds(20))
        let subscriber = try database.addSubscriber("alice")
        let reported = Mutex<[StorageError.Kind]>([])
        let journal = try BindingJournal(database) { error in
            reported.withLock { $0.append(error.kind) }
        }
        defer { journal.close() }
        let other = try OtherWriter(store.file)
        try other.begin()
        #expect(await !journal.write([binding()], subscriber: subscriber.id))
        #expect(reported.withLock { $0 } == [.locked])
        try other.rollback()
        #expect(await journal.write([binding()], subscriber: subscriber.id))
        #expect(journal.statistics.failures == 1)
    }

    @Test("A second node on the same directory is refused until the first is gone")
    func secondNode() throws {
        let journal = try BindingJournal(database)
        let other = try store.open()
        let error = #expect(throws: StorageError.self) { try BindingJournal(other) }
        #expect(error?.kind == .secondNode)
        #expect(error?.location == store.directory)
        journal.close()
        try BindingJournal(other).close()
    }

    @Test("Operators' commands and registrations write side by side and lose nothing")
    func sideBySide() async throws {
        let ids = try database.addSubscribers((0..<20).map { "user\($0)" }).map(\.id)
        var settings = BindingJournal.Settings()
        settings.gathering = .seconds(0)
        let journal = try BindingJournal(database, settings: settings)
        defer { journal.close() }
        let operators = try store.open()
        async let commands: Void = Task.detached {
            for number in 0..<60 { try operators.addSubscriber("more\(number)") }
        }.value
        for round in UInt16(1)...20 {
            for id in ids { #expect(await journal.write([binding(port: round)], subscriber: id)) }
        }
        try await commands
        #expect(
            try database.counts(now: now)
                == SubscriberCounts(subscribers: 80, registered: 20, contacts: 20))
    }

    @Test("The log is copied into the file in pauses")
    func checkpoint() async throws {
        let subscriber = try database.addSubscriber("alice")
        let journal = try BindingJournal(database)
        defer { journal.close() }
        #expect(await journal.write([binding(port: 4242)], subscriber: subscriber.id))
        let contact = Data(binding(port: 4242).contact)
        for _ in 0..<100 {
            if try Data(contentsOf: URL(fileURLWithPath: store.file)).range(of: contact) != nil {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("nothing was copied in five seconds of pause")
    }
}
