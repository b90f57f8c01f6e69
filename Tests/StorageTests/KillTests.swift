import Determinism
import Foundation
import Storage
import Subscribers
import Testing

@Suite struct KillTests {
    @Test("A process killed while it writes loses nothing that it acknowledged", arguments: 1...5)
    func killed(round: Int) async throws {
        let store = try TemporaryStore()
        let directory = store.directory
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [directory = directory as String, round = round as Int] in
            try register(in: directory, killedAfter: round * 37)
        }
        let record = try String(contentsOfFile: directory + "/acknowledged", encoding: .utf8)
        let acknowledged = record.split(separator: "\n").compactMap { UInt16($0) }
        #expect(acknowledged.count >= round * 37)
        let database = try store.open()
        for isFolded in [false, true] {
            for port in acknowledged {
                let found = try #require(try database.found("user\(port)"), "user\(port) was added")
                #expect(found.bindings == [binding(port: port)], "user\(port) was registered")
            }
            // The lock went with the process; a journal takes over what the killed one left.
            if !isFolded { try BindingJournal(database).close() }
        }
    }
}

/// Adds and registers one subscriber after the other, notes each on disk once it is acknowledged,
/// and is killed in the midst of it.
private func register(in directory: String, killedAfter limit: Int) throws {
    let database = try SubscriberDatabase.open(directory: directory)
    let journal = try BindingJournal(database)
    let note = FileHandle(
        fileDescriptor: open(directory + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600))
    for port in UInt16(1)... {
        let subscriber = try database.addSubscriber("user\(port)")
        journal.enqueue([binding(port: port)], subscriber: subscriber.id) { isWritten in
            guard isWritten else { return }
            note.write(Data("\(port)\n".utf8))
            if Int(port) == limit { kill(getpid(), SIGKILL) }
        }
    }
}
