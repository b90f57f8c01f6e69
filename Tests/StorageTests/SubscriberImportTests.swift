import Determinism
import DigestAuthentication
import Storage
import Subscribers
import Testing

@Suite struct SubscriberImportTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() throws {
        store = try TemporaryStore()
        database = try store.open()
    }

    func run(_ text: String, batchSize: Int = 1000) throws -> SubscriberImport.Report {
        try SubscriberImport(into: database, realm: TemporaryStore.realm, batchSize: batchSize)
            .run(Array(text.utf8), name: "numbers.csv", now: now)
    }

    @Test(
        "A thousand lines go in but for the bad ones, which are told by number",
        arguments: [1000, 7])
    func badLines(batchSize: Int) throws {
        try database.addSubscriber("+15551000500")
        var lines = [String](repeating: "", count: 1000)
        for line in lines.indices {
            lines[line] = "+1555100\(String(10_000 + line).dropFirst()),pass\(line)"
        }
        lines[9] = "+15551000010"
        lines[99] = "bad name,x"
        lines[199] = "+15551000200,"
        lines[299] = "+15551000001,again"
        lines[399] = "+15551000400,\"open"
        lines[499] = "+15551000499,a,b"
        let report = try run(lines.joined(separator: "\n") + "\n", batchSize: batchSize)
        // Line 501 holds the number that was there before.
        #expect(report.failures.map(\.line) == [10, 100, 200, 300, 400, 500, 501])
        #expect(
            report.failures.map(\.error.kind) == [
                .badLine, .badUser, .badPassword, .duplicateSubscriber, .badLine, .badLine,
                .duplicateSubscriber,
            ])
        #expect(report.added == 993)
        #expect(report.failures[0].error.location == "numbers.csv:10")
        #expect(report.failures[1].error.description.hasPrefix("numbers.csv:100: bad name: "))
        #expect(try database.counts(now: now).subscribers == 994)
        #expect(
            try database.found("+15551000001")?.subscriber.digestHashes.first
                == DigestHash(
                    username: "+15551000001", realm: TemporaryStore.realm, password: "pass1"))
    }

    @Test(
        "A header, comments, empty lines, byte order marks and carriage returns do no harm"
    )
    func formalities() throws {
        let report = try run(
            "\u{FEFF}number,password\r\n\r\n# ours\r\n +1555 ,a b \r\nalice,\"p,\"\"q\"\"\"")
        #expect(report == SubscriberImport.Report(added: 2, failures: []))
        #expect(
            try database.found("1555")?.subscriber.digestHashes.first
                == DigestHash(
                    username: "+1555", realm: TemporaryStore.realm, password: "a b "))
        #expect(
            try database.found("alice")?.subscriber.digestHashes.first
                == DigestHash(
                    username: "alice", realm: TemporaryStore.realm, password: "p,\"q\""))
    }

    @Test("Lines that are no text, or have something after a quote, are told")
    func oddLines() throws {
        let octets = Array("alice,\"a\"b\nbob,".utf8) + [0xFF, 0x0A] + Array("carol,c".utf8)
        let report = try SubscriberImport(into: database, realm: TemporaryStore.realm)
            .run(octets, name: "f", now: now)
        #expect(report.failures.map(\.line) == [1, 2])
        #expect(report.added == 1)
    }

    @Test("An empty file imports nobody")
    func empty() throws {
        #expect(try run("") == SubscriberImport.Report())
        #expect(try run("\n\n") == SubscriberImport.Report())
    }
}
