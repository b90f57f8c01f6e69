import Accounts
import Hummingbird
import Provisioning

/// All lines of an account.
struct LinesPage: Page {
    struct Entry: Sendable {
        let path: String
        let number: String
        let address: String
        /// `2 phones`; nil for none.
        let phones: String?
        let noPhones: String
        let isPSTN: Bool
        let isListed: Bool
    }

    static let template = "lines"
    static let section: PageSection? = .lines

    let title = "Your lines"
    let notice: Notice?
    let lines: [Entry]
    let hasLines: Bool
}

extension Portal {
    func addLines(to routes: PageRoutes) {
        routes.page("/lines") { visit, account in
            let lines = try await desks.accounts.lines(of: account.email)
            let entries = await entries(of: lines)
            return visit.show(
                LinesPage(notice: visit.done, lines: entries, hasLines: !lines.isEmpty))
        }
        routes.page("/lines/add") { visit, account in
            let pool = try await FreeNumbers(desks.lines.numberRanges())
            return visit.show(AddLinePage(PostedForm(), pool, account, notice: nil))
        }
        routes.form("/lines/add") { visit, account, form in
            try await addLine(visit, account, form)
        }
    }

    private func entries(of lines: [Line]) async -> [LinesPage.Entry] {
        var entries: [LinesPage.Entry] = []
        for line in lines {
            let name = LineName(line)
            // The list is worth showing without what the node has to say about phones.
            let count = try? await desks.phones.phones(of: line.publicIdentity).count
            entries.append(
                LinesPage.Entry(
                    path: name.path, number: name.number, address: name.address,
                    phones: count.flatMap { count in
                        count == 0 ? nil : "\(count) phone\(count == 1 ? "" : "s")"
                    },
                    noPhones: count == nil ? "Phones not known now" : "No phone yet",
                    isPSTN: line.isPSTN, isListed: line.isListed))
        }
        return entries
    }

    private func addLine(_ visit: Visit, _ account: Account, _ sent: PostedForm) async throws
        -> Response
    {
        var form = sent
        var notice: Notice?
        do {
            if let number = AddLinePage.number(form, account, domain: domain) {
                let issued = try await desks.accounts.addLine(
                    to: account.email, number: number, by: visit.author)
                if form.has("listed") {
                    try await desks.accounts.setListed(
                        true, line: issued.line.publicIdentity, of: account.email, by: visit.author)
                }
                if let password = issued.password {
                    shownOnce.keep(
                        password, of: issued.line.publicIdentity, for: visit.token,
                        isNew: true, now: visit.context.now)
                }
                return visit.go(to: LineName(issued.line).path)
            }
            form.complain(
                "given", "Write a number such as +15551234567, or a name such as reception.")
        } catch {
            switch error.kind {
            case .exhausted:
                notice = .note("No number is free", "Ask whoever runs this service for more.")
            case .conflict: form.complain("given", "That number is taken. Write another one.")
            case .invalid, .forbidden: form.complain("given", Self.sentence(error))
            case .notFound, .changedMeanwhile, .unavailable: throw error
            }
        }
        let pool = try await FreeNumbers(desks.lines.numberRanges())
        return visit.show(
            AddLinePage(form, pool, account, notice: notice), status: .unprocessableContent)
    }

    /// An error of the store as a sentence beside a field.
    static func sentence(_ error: ProvisioningError) -> String {
        let text = "\(error)"
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }
}
