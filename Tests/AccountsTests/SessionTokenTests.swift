import Accounts
import Provisioning
import Testing

struct SessionTokenTests {
    @Test func `a token survives being written and read, and no two are the same`() throws {
        let tokens = (0..<100).map { _ in SessionToken() }
        #expect(Set(tokens).count == 100)
        for token in tokens { #expect(SessionToken(text: token.text) == token) }
    }

    @Test(arguments: [
        "", "x", String(repeating: "A", count: 42), String(repeating: "A", count: 44),
        String(repeating: "!", count: 43),
    ])
    func `what is no token is none`(text: String) {
        #expect(SessionToken(text: text) == nil)
    }

    @Test func `a token does not show in a log`() {
        let token = SessionToken()
        #expect(!"\(token)".contains(token.text))
    }

    @Test func `a form's token belongs to one session and is not its cookie`() {
        let token = SessionToken()
        #expect(token.accepts(formToken: token.formToken))
        #expect(!token.accepts(formToken: SessionToken().formToken))
        #expect(!token.accepts(formToken: ""))
        #expect(!token.accepts(formToken: token.text))
    }

    @Test func `the cookie is kept from scripts and other sites, and to TLS where there is some`()
        async throws
    {
        let deployment = try Deployment()
        try await deployment.signUp()
        let session = try await deployment.desk.logIn(
            "alice@example.com", password: "sesame1", for: .workday, by: deployment.author())
        let plain = SessionCookie.header(session, isSecure: false)
        #expect(
            plain
                == "username=\(session.token.text); Path=/; Max-Age=43200; HttpOnly; SameSite=Lax")
        #expect(SessionCookie.header(session, isSecure: true) == plain + "; Secure")
        #expect(SessionCookie.removal(isSecure: false).hasPrefix("username=; Path=/; Max-Age=0;"))
    }

    @Test func `the session is found among other cookies`() {
        let token = SessionToken()
        #expect(SessionCookie.tokens(in: "a=b; username=\(token.text); c=d") == [token])
        #expect(SessionCookie.tokens(in: "username=admin; xusername=\(token.text)") == [])
    }
}
