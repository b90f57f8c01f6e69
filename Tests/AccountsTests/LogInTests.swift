import AccountPasswords
import Accounts
import Provisioning
import Testing

struct LogInTests {
    @Test func `a wrong password and an unknown address are answered the same`() async throws {
        let deployment = try Deployment()
        try await deployment.signUp()
        for (email, password) in [
            ("alice@example.com", "sesame2"), ("alice@example.com", ""),
            ("nobody@example.com", "sesame1"), ("", ""), ("'; --", "x"),
        ] {
            await expectRefusal(.wrongCredentials) {
                try await deployment.desk.logIn(email, password: password, by: deployment.author())
            }
        }
    }

    @Test func `a session ends with the log-out, and with its time`() async throws {
        let deployment = try Deployment()
        let desk = deployment.desk
        try await deployment.signUp()
        let first = try await desk.logIn(
            "alice@example.com", password: "sesame1", for: .workday, by: deployment.author())
        let second = try await desk.logIn(
            "alice@example.com", password: "sesame1", for: .month, by: deployment.author())
        let third = try await desk.logIn(
            "alice@example.com", password: "sesame1", by: deployment.author())
        try await desk.logOut(third.token)
        #expect(try await desk.account(of: third.token) == nil)
        deployment.clock.advance(by: 12 * 3600 + 1)
        #expect(try await desk.account(of: first.token) == nil)
        #expect(try await desk.account(of: second.token) != nil)
        deployment.clock.advance(by: 30 * 86400)
        #expect(try await desk.account(of: second.token) == nil)
    }

    @Test func `guesses of one source at one account are slowed down, known or unknown`()
        async throws
    {
        let deployment = try Deployment()
        let desk = deployment.desk
        try await deployment.signUp()
        for email in ["alice@example.com", "nobody@example.com"] {
            for _ in 0..<6 {
                await expectRefusal(.wrongCredentials) {
                    try await desk.logIn(email, password: "guess!", by: deployment.author())
                }
            }
            await expectRefusal(.tooManyAttempts(retryAfter: 60)) {
                try await desk.logIn(email, password: "sesame1", by: deployment.author())
            }
        }
        // From elsewhere the person is not shut out.
        _ = try await desk.logIn(
            "alice@example.com", password: "sesame1", by: deployment.author("198.51.100.7"))
        deployment.clock.advance(by: 60)
        _ = try await desk.logIn(
            "alice@example.com", password: "sesame1", by: deployment.author())
    }

    @Test func `what is longer than an address is not remembered at its length`() async throws {
        let deployment = try Deployment()
        let long = String(repeating: "x", count: 100_000)
        for number in 0..<6 {
            await expectRefusal(.wrongCredentials) {
                try await deployment.desk.logIn(
                    "\(long)\(number)", password: long, by: deployment.author())
            }
        }
        await expectRefusal(.tooManyAttempts(retryAfter: 60)) {
            try await deployment.desk.logIn(
                "\(long)7", password: long, by: deployment.author())
        }
    }

    @Test func `who knows the password logs in as often as needed`() async throws {
        let deployment = try Deployment()
        try await deployment.signUp()
        for _ in 0..<70 {
            _ = try await deployment.desk.logIn(
                "alice@example.com", password: "sesame1", by: deployment.author())
        }
    }

    @Test func `one source is slowed down over all accounts together`() async throws {
        let deployment = try Deployment()
        for number in 0..<30 {
            await expectRefusal(.wrongCredentials) {
                try await deployment.desk.logIn(
                    "a\(number)@b", password: "guess!", by: deployment.author())
            }
        }
        await expectRefusal(.tooManyAttempts(retryAfter: 10)) {
            try await deployment.desk.logIn("a99@b", password: "guess!", by: deployment.author())
        }
    }

    @Test func `many sources that guess at one account do not shut its owner out`() async throws {
        let deployment = try Deployment()
        try await deployment.signUp()
        func guess(from source: String) async -> AccountRefusal? {
            do {
                _ = try await deployment.desk.logIn(
                    "alice@example.com", password: "guess!", by: deployment.author(source))
                return nil
            } catch {
                return error
            }
        }
        for number in 0..<60 { #expect(await guess(from: "10.0.0.\(number)") == .wrongCredentials) }
        // Now each source has one guess in ten minutes.
        #expect(await guess(from: "10.0.1.1") == .wrongCredentials)
        #expect(await guess(from: "10.0.1.1") == .tooManyAttempts(retryAfter: 600))
        #expect(await guess(from: "10.0.0.1") == .wrongCredentials)
        #expect(await guess(from: "10.0.0.1") == .tooManyAttempts(retryAfter: 600))
        _ = try await deployment.desk.logIn(
            "alice@example.com", password: "sesame1", by: deployment.author("198.51.100.7"))
    }

    @Test func `a password that was hashed at another cost is hashed anew`() async throws {
        let deployment = try Deployment()
        let old = PasswordHash(of: "sesame1", cost: PasswordCost(logarithm: 3))
        _ = try await deployment.store.addAccount(
            NewAccount(email: "a@b", fullName: "", passwordHash: old.text), by: deployment.author(),
            now: deployment.clock.now.wall)
        _ = try await deployment.desk.logIn("a@b", password: "sesame1", by: deployment.author())
        let credentials = try #require(
            try await deployment.store.credentials(of: "a@b", now: deployment.clock.now.wall))
        let new = try #require(PasswordHash(text: credentials.passwordHash))
        #expect(new.cost == Deployment.cheap)
        #expect(new.matches("sesame1"))
    }

    @Test func `the first administrator has to choose a password at the first log-in`()
        async throws
    {
        let deployment = try Deployment()
        let desk = deployment.desk
        let first = try #require(try await desk.firstAdministrator(by: deployment.author()))
        #expect(first.email == "admin@example.com")
        await expectRefusal(.passwordMustChange) {
            try await desk.logIn(first.email, password: first.password, by: deployment.author())
        }
        let fields = await fieldsComplainedAbout {
            try await desk.logIn(
                first.email, password: first.password, replacedBy: first.password,
                by: deployment.author())
        }
        #expect(fields == ["new_password"])
        let session = try await desk.logIn(
            first.email, password: first.password, replacedBy: "my own one",
            by: deployment.author())
        #expect(session.account.isAdministrator)
        await expectRefusal(.wrongCredentials) {
            try await desk.logIn(
                first.email, password: first.password, replacedBy: "another one",
                by: deployment.author())
        }
        _ = try await desk.logIn(first.email, password: "my own one", by: deployment.author())
        #expect(try await desk.firstAdministrator(by: deployment.author()) == nil)
    }
}
