import Accounts
import Hummingbird
import Provisioning

/// The door: log in.
struct LogInPage: Page {
    static let template = "login"
    static let section: PageSection? = nil

    let title = "Log in"
    let notice: Notice?
    /// Where to go then.
    let next: String?
    let email: FormField
    let password: FormField
    /// Asked for where the password was right and can be used only once.
    let newPassword: FormField?

    init(_ form: PostedForm, notice: Notice?, next: String?, mustChange: Bool = false) {
        self.notice = notice
        self.next = next
        email = FormField(
            "email", "E-mail address", .email, value: form["email"],
            error: form.complaint("email"), autocomplete: "username")
        password = FormField(
            "password", "Password", .password, error: form.complaint("password"),
            autocomplete: "current-password")
        newPassword =
            mustChange
            ? FormField(
                "new_password", "New password", .password, hint: Self.passwordHint,
                error: form.complaint("new_password"), autocomplete: "new-password") : nil
    }

    static let passwordHint = "At least 6 characters; a whole sentence is good."
}

extension Portal {
    func addDoor(to routes: PageRoutes) {
        routes.open("/login") { visit in
            guard visit.account == nil else { return visit.go(to: "/lines") }
            let next = try visit.request.queryFields()["next"].flatMap(Self.ownPath)
            return visit.show(LogInPage(PostedForm(), notice: visit.done, next: next))
        }
        routes.openForm("/login") { visit, form in try await logIn(visit, form) }
        routes.form("/logout") { visit, _, _ in
            try await desks.accounts.logOut(visit.token)
            var response = visit.go(to: "/login", done: .loggedOut)
            response.headers[.setCookie] = SessionCookie.removal(isSecure: visit.context.isSecure)
            return response
        }
        routes.open("/signup") { visit in
            guard visit.account == nil else { return visit.go(to: "/lines") }
            return visit.show(
                SignUpPage(PostedForm(), notice: desks.accounts.canSignUp ? nil : .closed))
        }
        routes.openForm("/signup") { visit, form in try await signUp(visit, form) }
    }

    private func logIn(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        let next = Self.ownPath(form["next"])
        if form["email"].isEmpty { form.complain("email", "Write your e-mail address.") }
        if form.exactly("password").isEmpty { form.complain("password", "Write your password.") }
        var mustChange = form.has("new_password")
        var notice: Notice?
        var status = HTTPResponse.Status.unprocessableContent
        if form.complaints.isEmpty {
            do {
                return try await openSession(visit, form, next: next)
            } catch AccountRefusal.complaints(let complaints) {
                form.complain(complaints)
            } catch AccountRefusal.wrongCredentials {
                mustChange = false
                notice = .bad("That did not work", AccountRefusal.wrongCredentials.description)
                status = .forbidden
            } catch AccountRefusal.passwordMustChange {
                mustChange = true
                notice = .note(
                    "Choose a password of your own",
                    "The one you have works only once. Write it again, and a new one.")
            } catch AccountRefusal.tooManyAttempts(let seconds) {
                notice = .tooManyAttempts(seconds)
                status = .tooManyRequests
            }
        }
        return visit.show(
            LogInPage(form, notice: notice, next: next, mustChange: mustChange), status: status)
    }

    private func openSession(_ visit: Visit, _ form: PostedForm, next: String?)
        async throws(AccountRefusal) -> Response
    {
        let session = try await desks.accounts.logIn(
            form["email"], password: form.exactly("password"),
            replacedBy: form.has("new_password") ? form.exactly("new_password") : nil,
            by: visit.context.author(form["email"], by: .portal))
        return entered(visit, session, next: next ?? "/lines")
    }

    private func entered(_ visit: Visit, _ session: OpenSession, next: String) -> Response {
        var response = visit.go(to: next)
        response.headers[.setCookie] = SessionCookie.header(
            session, isSecure: visit.context.isSecure)
        return response
    }

    private func signUp(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        if form["full_name"].isEmpty { form.complain("full_name", "Write your name.") }
        if form["signup_code"].isEmpty {
            form.complain("signup_code", "Write the sign-up code that you were given.")
        }
        let new = SignUp(
            email: form["email"], password: form.exactly("password"), fullName: form["full_name"],
            signupKey: form["signup_code"])
        form.complain(AccountDesk.complaints(about: new))
        var notice: Notice?
        var status = HTTPResponse.Status.unprocessableContent
        if form.complaints.isEmpty {
            let author = visit.context.author(form["email"], by: .portal)
            do {
                _ = try await desks.accounts.signUp(new, by: author)
                let session = try await desks.accounts.logIn(
                    new.email, password: new.password, by: author)
                return entered(visit, session, next: "/lines")
            } catch AccountRefusal.complaints(let complaints) {
                form.complain(complaints)
            } catch AccountRefusal.wrongSignupKey {
                form.complain("signup_code", "That is not the code. Ask whoever runs this service.")
            } catch AccountRefusal.addressIsTaken {
                form.complain("email", "There is an account with this address. Log in instead.")
            } catch AccountRefusal.signUpIsClosed {
                notice = .closed
            } catch AccountRefusal.tooManyAttempts(let seconds) {
                notice = .tooManyAttempts(seconds)
                status = .tooManyRequests
            }
        }
        return visit.show(SignUpPage(form, notice: notice), status: status)
    }

    /// A path of our own, and nothing that a browser takes for another host.
    private static func ownPath(_ text: String) -> String? {
        guard text.hasPrefix("/"), !text.hasPrefix("//"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        return text
    }
}
