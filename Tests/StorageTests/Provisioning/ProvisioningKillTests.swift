import Determinism
import DigestAuthentication
import Foundation
import Provisioning
import Storage
import Synchronization
import Testing

@Suite struct ProvisioningKillTests {
    static let kills = 20

    @Test func `A process that is killed again and again loses nothing that it acknowledged`()
        async throws
    {
        let store = try TemporaryStore()
        let directory = store.directory
        try await store.open().addNumbers("10000", 20_000)
        for round in 1...Self.kills {
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [directory = directory as String, round = round as Int] in
                try await provision(in: directory, round: round)
            }
        }
        let record = try String(contentsOfFile: directory + "/acknowledged", encoding: .utf8)
        let acknowledged = record.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        #expect(Set(acknowledged.map { $0[1].prefix { $0 != "-" } }).count == Self.kills)
        let database = try store.open()
        for words in acknowledged { try await check(words, in: database) }
    }

    /// A line of the record is the kind of change, its person, and what it made.
    private func check(_ words: [String], in database: SubscriberDatabase) async throws {
        let email = words[1] + "@example.com"
        switch words[0] {
        case "account":
            #expect(try await database.credentials(of: email, now: now) != nil, "\(words)")
        case "line":
            #expect(try await database.line(words[2])?.owner == email, "\(words)")
            #expect(try await database.document(.simservs(of: words[2])) != nil, "\(words)")
        case "document":
            let name = ServiceDocumentName(usage: "u", user: words[2], file: "f")
            #expect(try await database.document(name)?.content == Array(words[1].utf8), "\(words)")
        case "password":
            #expect(
                try await database.credentials(of: email, now: now)?.passwordHash == "new",
                "\(words)")
        case let other: Issue.record("\(other) is no change of ours")
        }
    }
}

/// Adds one person after the other with a line, a document and another password, notes each on disk
/// once it is acknowledged, and is killed in the midst of it.
private func provision(in directory: String, round: Int) async throws {
    let database = try SubscriberDatabase.open(directory: directory)
    let note = FileHandle(
        fileDescriptor: open(directory + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600))
    for person in 1... {
        let name = "\(round)-\(person)"
        let email = name + "@example.com"
        try await database.addAccount(email)
        note.write(Data("account \(name)\n".utf8))
        let line = try await database.addLine(of: email).publicIdentity
        note.write(Data("line \(name) \(line)\n".utf8))
        // Once somebody is there, the end comes between any two instructions.
        if person == 1 {
            Thread.detachNewThread {
                Thread.sleep(forTimeInterval: 0.002 * Double(round))
                kill(getpid(), SIGKILL)
            }
        }
        let document = ServiceDocumentName(usage: "u", user: line, file: "f")
        _ = try await database.putDocument(
            document, Array(name.utf8), if: .isAbsent, by: tester, now: now)
        note.write(Data("document \(name) \(line)\n".utf8))
        try await database.setPassword(of: email, to: "new", keeping: nil, by: tester, now: now)
        note.write(Data("password \(name)\n".utf8))
    }
}
