import Accounts
import Provisioning
import Testing

struct SignUpTests {
    @Test func `who signs up can log in, and the session leads to the account`() async throws {
        let deployment = try Deployment()
        let account = try await deployment.signUp()
        #expect(account.email == "alice@example.com")
        #expect(!account.isAdministrator)
        let session = try await deployment.desk.logIn(
            "Alice@Example.com", password: "sesame1", by: deployment.author())
        #expect(try await deployment.desk.account(of: session.token) == account)
    }

    @Test(arguments: [nil, "", "letmei", "letmein "])
    func `without the signup key there is no account`(key: String?) async throws {
        let deployment = try Deployment()
        await expectRefusal(.wrongSignupKey) {
            try await deployment.desk.signUp(
                SignUp(email: "a@b", password: "sesame1", fullName: "", signupKey: key),
                by: deployment.author())
        }
        #expect(try await deployment.desk.account(called: "a@b") == nil)
    }

    @Test(arguments: [nil, ""])
    func `where no signup key is set nobody signs up, not even without one`(key: String?)
        async throws
    {
        let deployment = try Deployment(signupKey: key)
        #expect(!deployment.desk.canSignUp)
        for given in [nil, ""] {
            await expectRefusal(.signUpIsClosed) {
                try await deployment.desk.signUp(
                    SignUp(email: "a@b", password: "sesame1", fullName: "", signupKey: given),
                    by: deployment.author())
            }
        }
    }

    @Test(arguments: [
        (SignUp(email: "a", password: "sesame1", fullName: "", signupKey: "letmein"), "email"),
        (SignUp(email: "a@b", password: "short", fullName: "", signupKey: "letmein"), "password"),
        (
            SignUp(
                email: "a@b", password: String(repeating: "x", count: 1001), fullName: "",
                signupKey: "letmein"), "password"
        ),
        (
            SignUp(email: "a@b", password: "sesame1", fullName: "A\nB", signupKey: "letmein"),
            "full_name"
        ),
        (
            SignUp(
                email: "a@b", password: "sesame1", fullName: "", expiresInDays: -1,
                signupKey: "letmein"), "expires"
        ),
    ])
    func `what cannot be used is told by its field`(form: SignUp, field: String) async throws {
        let deployment = try Deployment()
        let fields = await fieldsComplainedAbout {
            try await deployment.desk.signUp(form, by: deployment.author())
        }
        #expect(fields == [field])
    }

    @Test func `an address has one account, however it is written`() async throws {
        let deployment = try Deployment()
        try await deployment.signUp()
        await expectRefusal(.addressIsTaken) {
            try await deployment.signUp("ALICE@example.com")
        }
    }

    @Test func `an account ends after its days, and its sessions with it`() async throws {
        let deployment = try Deployment()
        let desk = deployment.desk
        _ = try await desk.signUp(
            SignUp(
                email: "a@b", password: "sesame1", fullName: "", expiresInDays: 2,
                signupKey: "letmein"), by: deployment.author())
        let session = try await desk.logIn("a@b", password: "sesame1", by: deployment.author())
        deployment.clock.advance(by: 2 * 86400 - 1)
        #expect(try await desk.account(of: session.token) != nil)
        deployment.clock.advance(by: 2)
        #expect(try await desk.account(of: session.token) == nil)
        await expectRefusal(.wrongCredentials) {
            try await desk.logIn("a@b", password: "sesame1", by: deployment.author())
        }
    }

    @Test func `one source signs up twenty times, another is not hindered by that`() async throws {
        let deployment = try Deployment()
        let form = SignUp(email: "a@b", password: "sesame1", fullName: "", signupKey: "wrong")
        for _ in 0..<20 {
            await expectRefusal(.wrongSignupKey) {
                try await deployment.desk.signUp(form, by: deployment.author("2001:db8::1"))
            }
        }
        // The same network.
        await expectRefusal(.tooManyAttempts(retryAfter: 30)) {
            try await deployment.desk.signUp(form, by: deployment.author("2001:db8::ffff:2"))
        }
        await expectRefusal(.wrongSignupKey) {
            try await deployment.desk.signUp(form, by: deployment.author("2001:db8:0:1::1"))
        }
        deployment.clock.advance(by: 30)
        await expectRefusal(.wrongSignupKey) {
            try await deployment.desk.signUp(form, by: deployment.author("2001:db8::1"))
        }
    }
}
