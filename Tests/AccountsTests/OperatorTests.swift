import Accounts
import Determinism
import Provisioning
import Testing

struct OperatorTests {
    @Test func `an account that the operator makes is entered by its link, once and within a day`()
        async throws
    {
        let deployment = try Deployment(signupKey: nil, hasMail: false)
        let desk = deployment.desk
        let account = try await desk.addAccount(
            "eve@example.com", fullName: "Eve", expiresInDays: nil, by: deployment.author())
        #expect(!account.isAdministrator && account.expires == nil)
        let link = try await desk.passwordLink(for: "Eve@example.com")
        let start = "http://ellis.example.com:8080/recover?email=eve%40example.com&token="
        #expect(link.hasPrefix(start))
        let token = String(link.dropFirst(start.count))
        deployment.clock.advance(by: 86_399)
        try await desk.recover(
            "eve@example.com", token: token, newPassword: "sesame1", by: deployment.author())
        _ = try await desk.logIn("eve@example.com", password: "sesame1", by: deployment.author())
        await expectRefusal(.invalidToken) {
            try await desk.recover(
                "eve@example.com", token: token, newPassword: "sesame2", by: deployment.author())
        }
    }

    @Test func `a link is of no use after a day, or after the next one`() async throws {
        let deployment = try Deployment()
        let desk = deployment.desk
        try await deployment.signUp()
        func token() async throws -> String {
            let link = try await desk.passwordLink(for: "alice@example.com")
            return link.components(separatedBy: "token=").last ?? ""
        }
        let (first, second) = (try await token(), try await token())
        await expectRefusal(.invalidToken) {
            try await desk.recover(
                "alice@example.com", token: first, newPassword: "sesame2",
                by: deployment.author())
        }
        deployment.clock.advance(by: 86_400)
        await expectRefusal(.invalidToken) {
            try await desk.recover(
                "alice@example.com", token: second, newPassword: "sesame2",
                by: deployment.author())
        }
        _ = try await desk.logIn("alice@example.com", password: "sesame1", by: deployment.author())
    }

    @Test func `an account of the operator's has an address, a name of one line and an end in sight`()
        async throws
    {
        let deployment = try Deployment()
        let fields = await fieldsComplainedAbout {
            try await deployment.desk.addAccount(
                "eve", fullName: "Eve\nEve", expiresInDays: 36501, by: deployment.author())
        }
        #expect(Set(fields) == ["email", "full_name", "expires"])
        try await deployment.signUp()
        await expectRefusal(.addressIsTaken) {
            try await deployment.desk.addAccount(
                "ALICE@example.com", fullName: "Alice", expiresInDays: nil,
                by: deployment.author())
        }
    }

    @Test func `an account ends after the days that were said, and no longer when that is taken back`()
        async throws
    {
        let deployment = try Deployment()
        let desk = deployment.desk
        let author = deployment.author()
        try await deployment.signUp()
        let email = "alice@example.com"
        try await desk.setExpiry(1, of: email, by: author)
        deployment.clock.advance(by: 86_399)
        _ = try await desk.logIn(email, password: "sesame1", by: author)
        try await desk.setExpiry(nil, of: email, by: author)
        deployment.clock.advance(by: 2)
        _ = try await desk.logIn(email, password: "sesame1", by: author)
        try await desk.setExpiry(1, of: email, by: author)
        deployment.clock.advance(by: 86_400)
        await expectRefusal(.wrongCredentials) {
            try await desk.logIn(email, password: "sesame1", by: author)
        }
        for days in [0, -1, 36501] {
            let fields = await fieldsComplainedAbout {
                try await desk.setExpiry(days, of: email, by: author)
            }
            #expect(fields == ["expires"])
        }
    }

    @Test func `the only administrator does not end`() async throws {
        let deployment = try Deployment()
        let made = try await deployment.desk.firstAdministrator(by: deployment.author())
        let email = try #require(made?.email)
        do {
            try await deployment.desk.setExpiry(1, of: email, by: deployment.author())
            Issue.record("it was not refused")
        } catch {
            guard case .store(let refusal) = error else { throw error }
            #expect(refusal.kind == .forbidden)
        }
        let trail = try await deployment.store.audit(before: nil, limit: 10)
        #expect(!trail.contains { $0.action.contains("expiry") })
    }
}
