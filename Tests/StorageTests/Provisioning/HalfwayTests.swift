import Determinism
import GRDB
import Provisioning
import Storage
import Subscribers
import Testing

/// What a change leaves behind that the disk refuses.
@Suite struct HalfwayTests {
    struct Change: Sendable, CustomStringConvertible {
        let description: String
        let make: @Sendable (SubscriberDatabase) async throws -> Void

        init(
            _ description: String,
            _ make: @escaping @Sendable (SubscriberDatabase) async throws -> Void
        ) {
            self.description = description
            self.make = make
        }
    }

    static let line = "sip:100@example.com"
    static let document = ServiceDocumentName(usage: "u", user: line, file: "f")

    static let changes = [
        Change("add account") { try await $0.addAccount("new@example.com") },
        Change("add account in place of an old one") {
            try await $0.addAccount("old@example.com", at: later(60))
        },
        Change("set password") {
            try await $0.setPassword(of: ann, to: "x", keeping: nil, by: tester, now: now)
        },
        Change("make administrator") {
            try await $0.setAdministrator(true, ann, by: tester, now: now)
        },
        Change("recover") {
            _ = try await $0.recover(ann, token: [2], passwordHash: "x", by: tester, now: now)
        },
        Change("remove account") { try await $0.removeAccount(ann, by: tester, now: now) },
        Change("remove expired") {
            _ = try await $0.removeExpiredAccounts(by: tester, now: later(60))
        },
        Change("add line") { try await $0.addLine() },
        Change("add line to a set") {
            try await $0.addLine(login: .shared(privateIdentity: "100@example.com"))
        },
        Change("remove line") { try await $0.removeLine(line, by: tester, now: now) },
        Change("set line password") {
            try await $0.setLinePassword(line, to: "x", by: tester, now: now)
        },
        Change("list line") { try await $0.setListed(true, line, by: tester, now: now) },
        Change("add numbers") { try await $0.addNumbers("7000", 50) },
        Change("remove numbers") {
            _ = try await $0.removeNumbers(from: "100", count: 9, by: tester, now: now)
        },
        Change("put document") {
            _ = try await $0.putDocument(document, [1], if: .none, by: tester, now: now)
        },
        Change("remove document") {
            let name = ServiceDocumentName.simservs(of: line)
            _ = try await $0.removeDocument(name, if: .none, by: tester, now: now)
        },
    ]

    let store: TemporaryStore
    let database: SubscriberDatabase

    init() async throws {
        store = try TemporaryStore()
        database = try store.open()
        try await database.addAccount(ann)
        try await database.addAccount("old@example.com", expires: later(60))
        try await database.addNumbers("100", 5)
        try await database.addLine()
        try await database.addLine(of: "old@example.com")
        try await database.openSession(of: ann, token: [1], expires: later(60), now: now)
        _ = try await database.setRecoveryToken([2], of: ann, expires: later(60), now: now)
    }

    @Test(arguments: changes)
    func `A change whose last step fails has changed nothing`(change: Change) async throws {
        let stranger = try DatabaseQueue(path: store.file)
        try await stranger.write { db in
            try db.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON audit
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
        let before = try await contents(stranger)
        #expect(await refusal { try await change.make(database) } == .unavailable)
        #expect(try await contents(stranger) == before)
        // Without it the same change goes through: it was the last step that failed.
        try await stranger.write { try $0.execute(sql: "DROP TRIGGER refuse") }
        try await change.make(database)
        #expect(try await contents(stranger) != before)
    }

    @Test func `On a full disk lines are refused whole, and those before it are whole`()
        async throws
    {
        try await database.addNumbers("5000", 2000)
        let pages = try #require(try database.pragma("page_count").flatMap { Int($0) })
        _ = try database.pragma("max_page_count = \(pages + 8)")
        var made = 2
        while await refusal({ try await database.addLine() }) == nil { made += 1 }
        #expect(await refusal { try await database.addLine() } == .unavailable)
        #expect(made > 5 && made < 1000)
        let stranger = try DatabaseQueue(path: store.file)
        for table in [
            "lines", "public_identities", "private_identities", "set_members", "documents",
        ] {
            let count = try await stranger.read {
                try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)")
            }
            #expect(count == made, "\(table)")
        }
        #expect(try await database.numberRanges().reduce(0) { $0 + $1.used } == made)
    }

    /// Every row of every table that a person's change goes into.
    private func contents(_ queue: DatabaseQueue) async throws -> [String] {
        try await queue.read { db in
            let tables = [
                "accounts", "sessions", "recovery_tokens", "numbers", "lines", "documents",
                "registration_sets", "private_identities", "set_members", "service_profiles",
                "public_identities", "audit", "changes",
            ]
            return try tables.flatMap { table in
                try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
            }
        }
    }
}
