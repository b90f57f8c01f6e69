import Accounts
import Provisioning
import Testing

struct PasswordTests {
    @Test func `changing the password needs the old one and ends the other sessions`()
        async throws
    {
        let deployment = try Deployment()
        let desk = deployment.desk
        let account = try await deployment.signUp()
        let here = try await desk.logIn(
            account.email, password: "sesame1", by: deployment.author())
        let there = try await desk.logIn(
            account.email, password: "sesame1", by: deployment.author())
        await expectRefusal(.wrongCredentials) {
            try await desk.changePassword(
                of: account, from: "sesame0", to: "sesame2", keeping: here.token,
                by: deployment.author())
        }
        #expect(try await desk.account(of: there.token) != nil)
        try await desk.changePassword(
            of: account, from: "sesame1", to: "sesame2", keeping: here.token,
            by: deployment.author())
        #expect(try await desk.account(of: here.token) != nil)
        #expect(try await desk.account(of: there.token) == nil)
        _ = try await desk.logIn(account.email, password: "sesame2", by: deployment.author())
    }

    @Test func `a recovery mail leads to a new password, once`() async throws {
        let deployment = try Deployment()
        let desk = deployment.desk
        try await deployment.signUp("o'neill@example.com")
        let session = try await desk.logIn(
            "o'neill@example.com", password: "sesame1", by: deployment.author())
        try await desk.sendRecoveryMail(to: "O'Neill@example.com", by: deployment.author())
        let mail = try #require(deployment.mails.all.first)
        #expect(mail.to == "o'neill@example.com")
        let token = try deployment.recoveryToken()
        let page = "http://ellis.example.com:8080/recover"
        #expect(
            mail.body.contains("\n\(page)?email=o%27neill%40example.com&token=\(token)\n"))
        try await desk.recover(
            "o'neill@example.com", token: token, newPassword: "sesame2", by: deployment.author())
        #expect(try await desk.account(of: session.token) == nil)
        _ = try await desk.logIn(
            "o'neill@example.com", password: "sesame2", by: deployment.author())
        await expectRefusal(.invalidToken) {
            try await desk.recover(
                "o'neill@example.com", token: token, newPassword: "sesame3",
                by: deployment.author())
        }
    }

    @Test func `a recovery token is good for an hour, for its address, and as it is`()
        async throws
    {
        let deployment = try Deployment()
        let desk = deployment.desk
        try await deployment.signUp()
        try await deployment.signUp("bob@example.com")
        try await desk.sendRecoveryMail(to: "alice@example.com", by: deployment.author())
        let token = try deployment.recoveryToken()
        for (email, wrong) in [
            ("bob@example.com", token), ("nobody@example.com", token),
            ("alice@example.com", SessionToken().text), ("alice@example.com", ""),
            ("alice@example.com", token + "A"),
        ] {
            await expectRefusal(.invalidToken) {
                try await desk.recover(
                    email, token: wrong, newPassword: "sesame2", by: deployment.author())
            }
        }
        deployment.clock.advance(by: 3601)
        await expectRefusal(.invalidToken) {
            try await desk.recover(
                "alice@example.com", token: token, newPassword: "sesame2", by: deployment.author())
        }
    }

    @Test func `asking for nobody's password takes as long, and sends nothing`() async throws {
        let deployment = try Deployment()
        try await deployment.signUp()
        for email in ["nobody@example.com", "alice@example.com"] {
            let started = ContinuousClock.now
            try await deployment.desk.sendRecoveryMail(to: email, by: deployment.author())
            #expect(ContinuousClock.now - started >= .milliseconds(60))
        }
        #expect(deployment.mails.all.map(\.to) == ["alice@example.com"])
    }

    @Test func `recovery mails to one address are few, whoever asks and whoever it is`()
        async throws
    {
        let deployment = try Deployment()
        try await deployment.signUp()
        for email in ["alice@example.com", "nobody@example.com"] {
            for number in 0..<3 {
                try await deployment.desk.sendRecoveryMail(
                    to: email, by: deployment.author("10.0.0.\(number)"))
            }
            await expectRefusal(.tooManyAttempts(retryAfter: 1200)) {
                try await deployment.desk.sendRecoveryMail(
                    to: email, by: deployment.author("10.0.0.9"))
            }
        }
        #expect(deployment.mails.all.count == 3)
    }

    @Test func `without a mail server nobody is promised a mail`() async throws {
        let deployment = try Deployment(hasMail: false)
        #expect(!deployment.desk.canRecover)
        for email in ["alice@example.com", "nobody@example.com"] {
            await expectRefusal(.mailIsNotConfigured) {
                try await deployment.desk.sendRecoveryMail(to: email, by: deployment.author())
            }
        }
    }
}
