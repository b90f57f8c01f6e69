import DigestAuthentication
import Provisioning
import Storage
import Subscribers
import Testing

/// Lines of accounts and subscribers of the command line are the same numbers.
@Suite struct LineSubscriberTests {
    let store: TemporaryStore
    let database: SubscriberDatabase

    init() async throws {
        store = try TemporaryStore()
        database = try store.open()
        try await database.addAccount(ann)
        try await database.addNumbers("+100", 4)
    }

    @Test func `A line is a subscriber that logs in with every spelling of its number`()
        async throws
    {
        let line = try await database.addLine()
        let record = try #require(try database.found("100"))
        #expect(record.subscriber.user == "+100")
        let identity = try await database.privateIdentity(line.privateIdentity)
        #expect(
            identity.digestHash
                == DigestHash(
                    username: "+100@example.com", realm: "example.com", password: "secret"))
        try await database.setLinePassword(
            line.publicIdentity, to: "other", by: tester, now: now)
        #expect(
            try await database.privateIdentity(line.privateIdentity).digestHash
                == DigestHash(username: "+100@example.com", realm: "example.com", password: "other")
        )
        // The same as a subscriber of the command line with that password.
        try database.addSubscriber("+200", password: "other")
        let theirs = try await database.privateIdentity("+200@example.com")
        #expect(theirs.realm == identity.realm)
    }

    @Test func `A number that is a subscriber already is not handed out`() async throws {
        try database.addSubscriber("100")
        try database.addSubscriber("+101")
        #expect(try await database.addLine().user == "+102")
        #expect(try await database.numberRanges().map(\.used) == [3])
        #expect(
            await refusal { try await database.addLine(.given("sip:100@example.com")) } == .conflict
        )
        try database.remove("100")
        #expect(try await database.addLine().user == "+100")
    }

    @Test func `A number that is in the pool after it is a subscriber is in use`() async throws {
        try database.addSubscriber("50")
        try await database.addNumbers("49", 2)
        #expect(try await database.addLine().user == "49")
        #expect(try await database.addLine().user == "+100")
    }

    @Test func `A private identity of a pool number's name does not bar the pool`() async throws {
        try await database.addLine(
            .given("sip:alice@example.com"), login: .named("+100@example.com", password: "x"))
        #expect(try await database.addLine().user == "+101")
    }

    @Test
    func
        `A line whose subscriber is removed elsewhere is gone, its number free, its documents too`()
        async throws
    {
        let line = try await database.addLine()
        try database.remove("100")
        #expect(try await database.line(line.publicIdentity) == nil)
        #expect(try await database.lines(of: ann).isEmpty)
        #expect(try await database.document(.simservs(of: line.publicIdentity)) == nil)
        #expect(try await database.numberRanges().map(\.used) == [0])
        // The same through the provisioning of home subscribers.
        let again = try await database.addLine()
        #expect(again.user == "+100")
        let place = try await database.place(ofPublic: again.publicIdentity)
        #expect(try await database.removeRegistrationSet(place.set, by: tester, now: now))
        #expect(try await database.lines(of: ann).isEmpty)
        #expect(try await database.numberRanges().map(\.used) == [0])
        #expect(try await database.document(.simservs(of: again.publicIdentity)) == nil)
    }

    @Test func `Nobody shares the private identity of a subscriber that is no account's`()
        async throws
    {
        try database.addSubscriber("900")
        let login = NewLine.Login.shared(privateIdentity: "900@example.com")
        #expect(await refusal { try await database.addLine(login: login) } == .forbidden)
    }

    @Test func `A million numbers go into the pool and show as one range`() async throws {
        #expect(try await database.addNumbers("6500000000", 1_000_000) == 1_000_000)
        let range = try #require(try await database.numberRanges().first)
        #expect(range.count == 1_000_000 && range.last == "6500999999" && range.used == 0)
    }
}
