import Accounts
import Hummingbird
import Provisioning
import WebServing

/// Accounts, all or those that a search finds.
struct AccountsPage: Page {
    struct Entry: Sendable {
        let path: String
        let email: String
        let fullName: String
        let lines: String
        let isAdministrator: Bool
        let expires: PersonalTime?
        /// Numbers that the search found, of this account.
        let found: [String]
    }

    static let template = "operator-accounts"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .accounts
    static let limit = 50

    let title = "Accounts"
    let notice: Notice?
    let search: FormField
    let isSearch: Bool
    let accounts: [Entry]
    let hasAccounts: Bool
    let nextPath: String?
    /// To the first page, from a later one.
    let firstPath: String?
}

/// The form for an account that the operator makes.
struct AddAccountPage: Page {
    static let template = "operator-account-add"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .accounts

    let title = "Add an account"
    let notice: Notice?
    let email: FormField
    let fullName: FormField
    let expires: FormField

    init(_ form: PostedForm, notice: Notice? = nil) {
        self.notice = notice
        email = FormField(
            "email", "E-mail address", .email, value: form["email"],
            error: form.complaint("email"), autocomplete: "off")
        fullName = FormField(
            "full_name", "Name", value: form["full_name"], error: form.complaint("full_name"),
            autocomplete: "off", isRequired: false)
        expires = AccountForm.expires(form)
    }
}

/// The field for when an account ends.
enum AccountForm {
    static func expires(_ form: PostedForm) -> FormField {
        FormField(
            "expires", "Ends after how many days", value: form["expires"],
            hint: "Leave it empty for never.", error: form.complaint("expires"),
            autocomplete: "off", inputMode: "numeric", isRequired: false, isShort: true)
    }

    /// - Returns: nil for never, and where it is no number; the form has the complaint then.
    static func days(_ form: inout PostedForm) -> Int? {
        guard !form["expires"].isEmpty else { return nil }
        guard let days = Int(form["expires"]), (1...36500).contains(days) else {
            form.complain("expires", "Write a number of days from 1 to 36500, or nothing.")
            return nil
        }
        return days
    }
}

extension Portal {
    func addAccounts(to routes: PageRoutes) {
        routes.operatorPage("/operator/accounts") { visit, _ in
            visit.show(try await accountsPage(visit))
        }
        routes.operatorPage("/operator/accounts/add") { visit, _ in
            visit.show(AddAccountPage(PostedForm()))
        }
        routes.operatorForm("/operator/accounts/add") { visit, _, form in
            try await addAccount(visit, form)
        }
    }

    private func accountsPage(_ visit: Visit) async throws -> AccountsPage {
        let query = PostedForm(try visit.request.queryFields())
        let text = query["q"]
        let found = try await desks.accountStore.accounts(
            matching: text, after: query["after"], limit: AccountsPage.limit + 1,
            now: visit.context.now)
        var entries: [AccountsPage.Entry] = []
        for summary in found.prefix(AccountsPage.limit) {
            entries.append(
                AccountsPage.Entry(
                    path: Self.path(ofAccount: summary.account.email), email: summary.account.email,
                    fullName: summary.account.fullName,
                    lines: OverviewPage.counted(summary.lines, "line"),
                    isAdministrator: summary.account.isAdministrator,
                    expires: summary.account.expires.map { PersonalTime($0) },
                    found: try await numbers(of: summary, matching: text)))
        }
        let first = "/operator/accounts?q=\(PercentEncoding.encodedValue(text))"
        let last = entries.last.map { PercentEncoding.encodedValue($0.email) } ?? ""
        return AccountsPage(
            notice: visit.done,
            search: FormField(
                "q", "Find an account", value: text, hint: "By e-mail address, name or number.",
                autocomplete: "off", isRequired: false),
            isSearch: !text.isEmpty, accounts: entries, hasAccounts: !entries.isEmpty,
            nextPath: found.count > AccountsPage.limit ? "\(first)&after=\(last)" : nil,
            firstPath: query["after"].isEmpty ? nil : first)
    }

    /// The lines of an account that a search is about, a few at most.
    private func numbers(of summary: AccountSummary, matching text: String) async throws -> [String]
    {
        guard !text.isEmpty, summary.lines > 0 else { return [] }
        let lines = try await desks.lines.lines(of: summary.account.email)
        return lines.filter { $0.user.contains(text.lowercased()) }.prefix(5).map {
            LineName.spaced($0.user)
        }
    }

    private func addAccount(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        var form = sent
        let days = AccountForm.days(&form)
        if form.complaints.isEmpty {
            do {
                let account = try await desks.accounts.addAccount(
                    form["email"], fullName: form["full_name"], expiresInDays: days,
                    by: visit.author)
                try await showPasswordLink(of: account.email, isNew: true, visit)
                return visit.go(to: Self.path(ofAccount: account.email))
            } catch AccountRefusal.complaints(let complaints) {
                form.complain(complaints)
            } catch AccountRefusal.addressIsTaken {
                form.complain("email", "That address has an account already.")
            }
        }
        return visit.show(AddAccountPage(form), status: .unprocessableContent)
    }

    static func path(ofAccount email: String) -> String {
        "/operator/accounts/" + PercentEncoding.encodedSegment(email)
    }
}
