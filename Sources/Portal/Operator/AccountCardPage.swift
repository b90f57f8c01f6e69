import Accounts
import Hummingbird
import Provisioning
import WebServing

/// One account, as its operator sees it.
struct AccountCardPage: Page {
    struct LineEntry: Sendable {
        let number: String
        let address: String
        let phones: String
        let isReached: Bool
        let isPSTN: Bool
    }

    static let template = "operator-account"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .accounts

    let title: String
    let notice: Notice?
    let email: String
    let fullName: String
    let path: String
    let since: PersonalTime
    let ends: PersonalTime?
    let isAdministrator: Bool
    /// Shown once.
    let link: PhoneSetting?
    let lines: [LineEntry]
    let hasLines: Bool
    let expires: FormField

    init(
        _ account: Account, lines: [LineEntry], link: PhoneSetting?, _ form: PostedForm,
        notice: Notice?
    ) {
        title = account.email
        email = account.email
        fullName = account.fullName
        path = Portal.path(ofAccount: account.email)
        since = PersonalTime(account.created)
        ends = account.expires.map { PersonalTime($0) }
        isAdministrator = account.isAdministrator
        self.link = link
        self.lines = lines
        hasLines = !lines.isEmpty
        expires = AccountForm.expires(form)
        self.notice = notice
    }
}

/// The question before an account is removed.
struct RemoveAccountPage: Page {
    static let template = "operator-account-remove"
    static let section: PageSection? = .operatorDesk
    static let tab: OperatorSection? = .accounts

    let title: String
    let notice: Notice?
    let email: String
    let path: String
    let consequence: String

    init(_ account: Account, lines: Int, notice: Notice? = nil) {
        title = "Remove \(account.email)?"
        email = account.email
        path = Portal.path(ofAccount: account.email)
        self.notice = notice
        consequence =
            lines == 0
            ? "It has no lines."
            : "\(OverviewPage.counted(lines, "line")) stop\(lines == 1 ? "s" : "") ringing at once,"
                + " and the numbers may be given to others."
    }
}

extension Portal {
    func addAccountCard(to routes: PageRoutes) {
        routes.operatorPage("/operator/accounts/{account}") { visit, _ in
            let account = try await account(of: visit)
            return visit.show(
                try await card(of: account, PostedForm(), visit, notice: visit.done))
        }
        routes.operatorForm("/operator/accounts/{account}/link") { visit, _, _ in
            let account = try await account(of: visit)
            try await showPasswordLink(of: account.email, isNew: false, visit)
            return visit.go(to: Self.path(ofAccount: account.email))
        }
        routes.operatorForm("/operator/accounts/{account}/expires") { visit, _, form in
            try await setExpiry(visit, form)
        }
        routes.operatorPage("/operator/accounts/{account}/remove") { visit, _ in
            let account = try await account(of: visit)
            let lines = try await desks.lines.lines(of: account.email)
            return visit.show(RemoveAccountPage(account, lines: lines.count))
        }
        routes.operatorForm("/operator/accounts/{account}/remove") { visit, _, _ in
            try await removeAccount(visit)
        }
    }

    /// Makes a link that sets a password, for the one page that shows it.
    func showPasswordLink(of email: String, isNew: Bool, _ visit: Visit) async throws {
        let link = try await desks.accounts.passwordLink(for: email)
        try await desks.audit.record(
            "issue password link", email, by: visit.author, now: visit.context.now)
        shownOnce.keep(
            link, of: Self.linkName(email), for: visit.token, isNew: isNew, now: visit.context.now)
    }

    private static func linkName(_ email: String) -> String { "password link of \(email)" }

    private func account(of visit: Visit) async throws -> Account {
        let email = try visit.context.pathPart("account")
        let found = try await desks.accountStore.credentials(of: email, now: visit.context.now)
        guard let found else { throw ProvisioningError(.notFound, "\(email) has no account") }
        return found.account
    }

    private func card(
        of account: Account, _ form: PostedForm, _ visit: Visit, notice: Notice?
    ) async throws -> AccountCardPage {
        let lines = try await desks.lines.lines(of: account.email)
        var entries: [AccountCardPage.LineEntry] = []
        for line in lines { entries.append(await entry(of: line)) }
        let once = shownOnce.take(
            Self.linkName(account.email), for: visit.token, now: visit.context.now)
        let made: Notice? = once.flatMap { $0.isNew ? .good("The account is made") : nil }
        return AccountCardPage(
            account, lines: entries,
            link: once.map { PhoneSetting("Link", $0.password, id: "password-link") }, form,
            notice: notice ?? made)
    }

    private func entry(of line: Line) async -> AccountCardPage.LineEntry {
        let name = LineName(line)
        // The page is worth showing without what the node has to say about phones.
        let phones = try? await desks.phones.phones(of: line.publicIdentity).count
        let words = phones.map { $0 == 0 ? "No phone" : OverviewPage.counted($0, "phone") }
        return AccountCardPage.LineEntry(
            number: name.number, address: name.address, phones: words ?? "Phones not known now",
            isReached: (phones ?? 0) > 0, isPSTN: line.isPSTN)
    }

    private func setExpiry(_ visit: Visit, _ sent: PostedForm) async throws -> Response {
        let account = try await account(of: visit)
        var form = sent
        let days = AccountForm.days(&form)
        guard form.complaints.isEmpty else {
            return visit.show(
                try await card(of: account, form, visit, notice: nil),
                status: .unprocessableContent)
        }
        do {
            try await desks.accounts.setExpiry(days, of: account.email, by: visit.author)
        } catch {
            guard case .store(let error) = error, error.kind == .forbidden else { throw error }
            let notice = Notice.bad("The account stays as it is", Self.sentence(error))
            return visit.show(
                try await card(of: account, form, visit, notice: notice), status: .conflict)
        }
        return visit.go(to: Self.path(ofAccount: account.email), done: .expirySet)
    }

    private func removeAccount(_ visit: Visit) async throws -> Response {
        let account = try await account(of: visit)
        let lines = try await desks.lines.lines(of: account.email)
        do {
            try await desks.accounts.removeAccount(account.email, by: visit.author)
        } catch {
            guard case .store(let error) = error, error.kind == .forbidden else { throw error }
            return visit.show(
                RemoveAccountPage(
                    account, lines: lines.count,
                    notice: .bad("The account stays", Self.sentence(error))),
                status: .conflict)
        }
        for line in lines { setups.forget(line.privateIdentity) }
        return visit.go(to: "/operator/accounts", done: .accountRemoved)
    }
}
