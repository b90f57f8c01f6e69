import Accounts
import Hummingbird
import Provisioning

/// The account of whoever is logged in.
struct AccountPage: Page {
    static let template = "account"
    static let section: PageSection? = .account

    let title = "Your account"
    let notice: Notice?
    let email: String
    let fullName: String
    let since: PersonalTime
    let expires: PersonalTime?
    let current: FormField
    let password: FormField

    init(_ account: Account, _ form: PostedForm, notice: Notice?) {
        self.notice = notice
        email = account.email
        fullName = account.fullName
        since = PersonalTime(account.created)
        expires = account.expires.map { PersonalTime($0) }
        current = FormField(
            "current", "Current password", .password, error: form.complaint("current"),
            autocomplete: "current-password")
        password = FormField(
            "new_password", "New password", .password, hint: LogInPage.passwordHint,
            error: form.complaint("new_password"), autocomplete: "new-password")
    }
}

/// The question before an account is deleted.
struct DeleteAccountPage: Page {
    static let template = "account-delete"
    static let section: PageSection? = .account

    let title = "Delete your account?"
    let notice: Notice?
    let email: String
    let consequence: String
    let password: FormField

    init(_ account: Account, lines: Int, _ form: PostedForm, notice: Notice?) {
        self.notice = notice
        email = account.email
        consequence =
            switch lines {
            case 0: "You can no longer log in as \(account.email)."
            case 1: "Its line stops ringing at once, and the number may be given to others."
            case _:
                "Its \(lines) lines stop ringing at once, and the numbers may be given to others."
            }
        password = FormField(
            "password", "Your password", .password, hint: "So that nobody else does it for you.",
            error: form.complaint("password"), autocomplete: "current-password")
    }
}

extension Portal {
    func addAccount(to routes: PageRoutes) {
        routes.page("/account") { visit, account in
            visit.show(AccountPage(account, PostedForm(), notice: visit.done))
        }
        routes.form("/account/password") { visit, account, form in
            try await changePassword(visit, account, form)
        }
        routes.page("/account/delete") { visit, account in
            let lines = try await desks.accounts.lines(of: account.email).count
            return visit.show(
                DeleteAccountPage(account, lines: lines, PostedForm(), notice: nil))
        }
        routes.form("/account/delete") { visit, account, form in
            try await delete(visit, account, form)
        }
    }

    private func changePassword(_ visit: Visit, _ account: Account, _ sent: PostedForm)
        async throws -> Response
    {
        var form = sent
        var notice: Notice?
        if form.exactly("current").isEmpty {
            form.complain("current", "Write the password that you have now.")
        }
        if let complaint = AccountDesk.complaint(
            aboutPassword: form.exactly("new_password"), field: "new_password")
        {
            form.complain([complaint])
        }
        if form.complaints.isEmpty {
            do {
                try await desks.accounts.changePassword(
                    of: account, from: form.exactly("current"), to: form.exactly("new_password"),
                    keeping: visit.token, by: visit.author)
                return visit.go(to: "/account", done: .passwordChanged)
            } catch AccountRefusal.complaints(let complaints) {
                form.complain(complaints)
            } catch AccountRefusal.wrongCredentials {
                form.complain("current", "That is not your password.")
            } catch AccountRefusal.tooManyAttempts(let seconds) {
                notice = .tooManyAttempts(seconds)
            }
        }
        return visit.show(
            AccountPage(account, form, notice: notice), status: .unprocessableContent)
    }

    private func delete(_ visit: Visit, _ account: Account, _ sent: PostedForm) async throws
        -> Response
    {
        var form = sent
        var notice: Notice?
        do {
            let lines = try await desks.accounts.lines(of: account.email)
            try await desks.accounts.confirm(
                form.exactly("password"), of: account, by: visit.author)
            try await desks.accounts.removeAccount(account.email, by: visit.author)
            for line in lines { setups.forget(line.privateIdentity) }
            var response = visit.go(to: "/login", done: .accountDeleted)
            response.headers[.setCookie] = SessionCookie.removal(isSecure: visit.context.isSecure)
            return response
        } catch AccountRefusal.wrongCredentials {
            form.complain("password", "That is not your password.")
        } catch AccountRefusal.tooManyAttempts(let seconds) {
            notice = .tooManyAttempts(seconds)
        } catch AccountRefusal.store(let error) where error.kind == .forbidden {
            notice = .bad("The account stays", Self.sentence(error))
        }
        let count = try await desks.accounts.lines(of: account.email).count
        return visit.show(
            DeleteAccountPage(account, lines: count, form, notice: notice),
            status: .unprocessableContent)
    }
}
