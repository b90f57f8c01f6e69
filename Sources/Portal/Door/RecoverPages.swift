import Accounts
import Hummingbird
import Provisioning

/// The door: forgot the password.
struct RecoverPage: Page {
    static let template = "recover"
    static let section: PageSection? = nil

    let title = "Forgot your password?"
    let notice: Notice?
    let email: FormField
    let isSent: Bool
    let address: String

    init(_ form: PostedForm, notice: Notice?, isSent: Bool = false) {
        self.notice = notice
        self.isSent = isSent
        address = form["email"]
        email = FormField(
            "email", "E-mail address", .email, value: form["email"],
            error: form.complaint("email"), autocomplete: "username")
    }
}

/// Where the link of the recovery mail leads.
struct NewPasswordPage: Page {
    static let template = "new-password"
    static let section: PageSection? = nil

    let title = "Choose a new password"
    let notice: Notice?
    let address: String
    let recoveryToken: String
    let password: FormField

    init(_ form: PostedForm, notice: Notice?) {
        self.notice = notice
        address = form["email"]
        recoveryToken = form["token"]
        password = FormField(
            "password", "New password", .password, hint: LogInPage.passwordHint,
            error: form.complaint("password"), autocomplete: "new-password")
    }
}

extension Portal {
    func addRecovery(to routes: PageRoutes) {
        routes.open("/recover") { visit in
            let query = try visit.request.queryFields()
            let form = PostedForm(query)
            if query["token"] != nil { return visit.show(NewPasswordPage(form, notice: nil)) }
            let notice: Notice? = desks.accounts.canRecover ? nil : .noMail
            return visit.show(RecoverPage(form, notice: notice))
        }
        routes.openForm("/recover") { visit, form in try await sendMail(visit, form) }
        routes.openForm("/recover/password") { visit, form in try await recover(visit, form) }
    }

    private func sendMail(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        guard EmailAddress.isValid(form["email"]) else {
            form.complain("email", "Write an e-mail address like alice@example.com.")
            return visit.show(RecoverPage(form, notice: nil), status: .unprocessableContent)
        }
        do {
            try await desks.accounts.sendRecoveryMail(to: form["email"], by: visit.author)
            return visit.show(RecoverPage(form, notice: nil, isSent: true))
        } catch AccountRefusal.mailIsNotConfigured {
            return visit.show(RecoverPage(form, notice: .noMail), status: .serviceUnavailable)
        } catch AccountRefusal.tooManyAttempts(let seconds) {
            return visit.show(
                RecoverPage(form, notice: .tooManyAttempts(seconds)), status: .tooManyRequests)
        }
    }

    private func recover(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        var notice: Notice?
        var status = HTTPResponse.Status.unprocessableContent
        do {
            try await desks.accounts.recover(
                form["email"], token: form["token"], newPassword: form.exactly("password"),
                by: visit.author)
            return visit.go(to: "/login", done: .passwordRecovered)
        } catch AccountRefusal.complaints(let complaints) {
            form.complain(complaints)
        } catch AccountRefusal.invalidToken {
            notice = .bad("The link does not work", AccountRefusal.invalidToken.description)
        } catch AccountRefusal.tooManyAttempts(let seconds) {
            notice = .tooManyAttempts(seconds)
            status = .tooManyRequests
        }
        return visit.show(NewPasswordPage(form, notice: notice), status: status)
    }
}

extension Notice {
    static let noMail = Notice.note(
        "No mail can be sent",
        "This service has no mail server. Whoever runs it can set a new password for you.")
}
