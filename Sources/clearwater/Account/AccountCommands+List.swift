import ArgumentParser
import Provisioning
import Storage

extension AccountCommands {
    /// Lists accounts.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the accounts, or those whose e-mail, name or number has a text in it.")

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Argument(help: ArgumentHelp("What to look for.", valueName: "TEXT"))
        var text = ""

        private static let pageSize = 1000

        func run() async throws {
            let database = try directories.database()
            var found: [AccountSummary] = []
            while true {
                let page = try await database.accounts(
                    matching: text, after: found.last?.account.email ?? "", limit: Self.pageSize,
                    now: wallTime())
                found += page
                if page.count < Self.pageSize { break }
            }
            if listing.isJSON { return say(try found.map(Entry.init).json()) }
            guard !found.isEmpty else {
                return mention(
                    text.isEmpty
                        ? "no accounts yet; add one with: clearwater account add EMAIL"
                        : "no account has \"\(text)\" in its e-mail, name or numbers")
            }
            var table = TextTable("E-MAIL", "NAME", "LINES", "ADDED", "ADMIN", "EXPIRES")
            for summary in found {
                let account = summary.account
                table.add(
                    account.email, account.fullName, "\(summary.lines)", account.created.text,
                    account.isAdministrator ? "yes" : "no", account.expires?.text ?? "never")
            }
            say(table.text)
        }

        private struct Entry: Encodable {
            let email: String
            let fullName: String
            let lines: Int
            let added: String
            let isAdministrator: Bool
            let expires: String?

            init(_ summary: AccountSummary) {
                email = summary.account.email
                fullName = summary.account.fullName
                lines = summary.lines
                added = summary.account.created.text
                isAdministrator = summary.account.isAdministrator
                expires = summary.account.expires?.text
            }
        }
    }
}
