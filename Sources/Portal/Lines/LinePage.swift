import Accounts
import Hummingbird
import Provisioning
import QRCodes
import WebServing

/// One line: its settings, its phones and what it does with calls.
struct LinePage: Page {
    /// The code that sets up a phone.
    struct Code: Sendable {
        let viewBox: String
        let path: String
        /// What is written in it, for a phone that cannot see it.
        let address: String
        let until: PersonalTime
    }

    static let template = "line"
    static let section: PageSection? = .lines

    let title: String
    let notice: Notice?
    let number: String
    let address: String
    let path: String
    let isPSTN: Bool
    let isListed: Bool
    /// The password is among the settings, this once.
    let isShown: Bool
    let settings: [PhoneSetting]
    let qr: Code?
    let provider: [PhoneSetting]
    /// Why the domain does not lead here.
    let elsewhere: String?
    let phoneList: PhoneList
    /// A sentence for each service that is on.
    let services: [String]
}

extension Portal {
    func addLinePages(to routes: PageRoutes) {
        routes.page("/lines/{line}") { visit, account in
            try await show(try await line(of: visit, account), visit)
        }
        routes.form("/lines/{line}/password") { visit, account, _ in
            let line = try await line(of: visit, account)
            let password = try await desks.accounts.resetPassword(
                ofLine: line.publicIdentity, of: account.email, by: visit.author)
            setups.forget(line.privateIdentity)
            shownOnce.keep(
                password, of: line.publicIdentity, for: visit.token, isNew: false,
                now: visit.context.now)
            return visit.go(to: LineName(line).path)
        }
        routes.form("/lines/{line}/listed") { visit, account, form in
            let line = try await line(of: visit, account)
            let isListed = form["listed"] == "yes"
            try await desks.accounts.setListed(
                isListed, line: line.publicIdentity, of: account.email, by: visit.author)
            return visit.go(to: LineName(line).path, done: isListed ? .listed : .unlisted)
        }
        routes.page("/lines/{line}/remove") { visit, account in
            visit.show(RemoveLinePage(try await line(of: visit, account), notice: nil))
        }
        routes.form("/lines/{line}/remove") { visit, account, _ in
            let line = try await line(of: visit, account)
            do {
                try await desks.accounts.removeLine(
                    line.publicIdentity, of: account.email, by: visit.author)
            } catch let error as ProvisioningError where error.kind == .conflict {
                return visit.show(
                    RemoveLinePage(line, notice: .bad("Not yet", Self.sentence(error))),
                    status: .conflict)
            }
            setups.forget(line.privateIdentity)
            return visit.go(to: "/lines", done: .lineRemoved)
        }
    }

    func line(of visit: Visit, _ account: Account) async throws -> Line {
        try await desks.accounts.line(LineName.publicIdentity(of: visit), of: account.email)
    }

    private func show(_ line: Line, _ visit: Visit) async throws -> Response {
        let name = LineName(line)
        let card = await desks.deployment.card()
        let reach = await desks.deployment.domainReach()
        let once = shownOnce.take(
            line.publicIdentity, for: visit.token, now: visit.context.now)
        var elsewhere: String?
        if case .leadsElsewhere(let reason) = reach { elsewhere = reason }
        return visit.show(
            LinePage(
                title: name.number, notice: once.map(Self.notice) ?? visit.done,
                number: name.number, address: name.address, path: name.path, isPSTN: line.isPSTN,
                isListed: line.isListed, isShown: once != nil,
                settings: PhoneSetting.all(of: line, password: once?.password, card),
                qr: once.flatMap { code(line, password: $0.password, card, visit) },
                provider: PhoneSetting.forProvider(line, card, reach), elsewhere: elsewhere,
                phoneList: await phoneList(of: line),
                services: await serviceSentences(of: line)))
    }

    private static func notice(_ once: ShownOnce.Slot) -> Notice {
        once.isNew
            ? .good("Your line is ready", "Set up a phone with it now: the password is shown once.")
            : .good(
                "The password is new",
                "The old one is of no use any more. Put this one into your phones.")
    }

    /// A code with an address at which the phone fetches its settings; nil where the browser did
    /// not say how it reaches us.
    private func code(
        _ line: Line, password: String, _ card: DeploymentCard, _ visit: Visit
    ) -> LinePage.Code? {
        guard let host = visit.request.head.authority, PhoneSetups.isHost(host) else { return nil }
        let setup = PhoneSetup(line: line, password: password, card: card)
        let (token, until) = setups.keep(setup, now: visit.context.now)
        let scheme = visit.context.isSecure ? "https" : "http"
        let address = "\(scheme)://\(host)/phone-setup/\(token.text)"
        guard let code = try? QRCode(address) else { return nil }
        return LinePage.Code(
            viewBox: code.viewBox, path: code.path, address: address, until: PersonalTime(until))
    }
}

/// The question before a line is removed.
struct RemoveLinePage: Page {
    static let template = "line-remove"
    static let section: PageSection? = .lines

    let title: String
    let notice: Notice?
    let number: String
    let path: String

    init(_ line: Line, notice: Notice?) {
        let name = LineName(line)
        title = "Remove \(name.number)?"
        number = name.number
        path = name.path
        self.notice = notice
    }
}
