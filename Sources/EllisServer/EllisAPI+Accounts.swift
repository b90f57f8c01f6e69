import Accounts
import Hummingbird
import Provisioning
import WebServing

extension EllisAPI {
    /// POST /accounts
    func signUp(_ call: EllisCall) async throws -> EllisAnswer {
        try refuseOtherOrigins(call)
        let fields = try await call.fields()
        let form = SignUp(
            email: try Self.field("email", fields), password: try Self.field("password", fields),
            fullName: try Self.field("full_name", fields), expiresInDays: try Self.days(fields),
            signupKey: try await call.header(
                "NGV-Signup-Code", orField: "signup_code"))
        let account = try await desk.signUp(
            form, by: call.context.author(form.email, by: .ellis))
        guard try EllisRedirects(fields).wantsCookie else {
            return EllisAnswer(Self.person(account), status: .created)
        }
        // A browser that is sent on is logged in, as from a form.
        return loggedIn(try await desk.openSession(of: account), call)
    }

    /// POST /session
    func logIn(_ call: EllisCall) async throws -> EllisAnswer {
        try refuseOtherOrigins(call)
        let fields = try await call.fields()
        // Old clients call the address a user name.
        guard let email = fields["email"] ?? fields["username"] else {
            throw EllisFailure(.badRequest, "Missing field: email")
        }
        let session = try await desk.logIn(
            email, password: try Self.field("password", fields),
            by: call.context.author(email, by: .ellis))
        return loggedIn(session, call)
    }

    /// DELETE /accounts/{email}
    func removeAccount(_ call: EllisCall) async throws -> EllisAnswer {
        let caller = try await caller(call)
        try await desk.removeAccount(caller.email, by: caller.author)
        return EllisAnswer(.nothing, status: .noContent)
    }

    /// POST /accounts/{email}/password: a mail with a token, or with the token a new password.
    func recoverOrSetPassword(_ call: EllisCall) async throws -> EllisAnswer {
        try refuseOtherOrigins(call)
        let email = try call.pathPart("email")
        let author = call.context.author(email, by: .ellis)
        let token = try await call.header(
            "NGV-Recovery-Token", orField: "recovery_token")
        do {
            if let token {
                guard let password = try await newPassword(call) else {
                    throw EllisFailure(.badRequest, "Missing field: password")
                }
                try await desk.recover(
                    email, token: token, newPassword: password, by: author)
            } else {
                try await desk.sendRecoveryMail(to: email, by: author)
            }
        } catch AccountRefusal.tooManyAttempts(let seconds) {
            throw EllisFailure(
                .serviceUnavailable, "Request throttled: try again in \(seconds) seconds",
                headers: [.retryAfter: String(seconds)])
        }
        return EllisAnswer([:])
    }

    /// The new password: a field, or else the body as it is.
    private func newPassword(_ call: EllisCall) async throws -> String? {
        if let password = try await call.parameters()["password"] { return password }
        return try await call.text()
    }

    private func loggedIn(_ session: OpenSession, _ call: EllisCall) -> EllisAnswer {
        EllisAnswer(
            Self.person(session.account), status: .created,
            headers: [
                .setCookie: SessionCookie.header(session, isSecure: call.context.isSecure)
            ])
    }

    private static func person(_ account: Account) -> JSONValue {
        ["username": .string(account.email), "full_name": .string(account.fullName)]
    }

    private static func field(_ name: String, _ fields: [String: String]) throws -> String {
        guard let value = fields[name] else {
            throw EllisFailure(.badRequest, "Missing field: \(name)")
        }
        return value
    }

    private static func days(_ fields: [String: String]) throws -> Int? {
        guard let text = fields["expires"] else { return nil }
        guard let days = Int(text) else {
            throw EllisFailure(.badRequest, "expires is to be a number of days")
        }
        return days
    }
}
