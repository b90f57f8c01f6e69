import ArgumentParser
import Determinism
import Storage

extension SubscriberCommands {
    /// Lists subscribers.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List all subscribers, and until when they are registered.")

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        private static let pageSize = 1000

        func run() throws {
            let database = try directories.database()
            var page = try database.subscribers(limit: Self.pageSize)
            if page.isEmpty, !listing.isJSON {
                return mention("no subscribers yet; add one with: clearwater subscriber add")
            }
            // Page by page, so that a million subscribers need no more memory than a thousand.
            var isFirst = true
            if listing.isJSON { say("[") }
            while !page.isEmpty {
                say(listing.isJSON ? try json(page, isFirst) : table(page, isFirst))
                isFirst = false
                page = try database.subscribers(after: page.last?.key, limit: Self.pageSize)
            }
            if listing.isJSON { say("]") }
        }

        private func table(_ page: [SubscriberSummary], _ isFirst: Bool) -> String {
            let lines = page.map { summary in
                let number = summary.user.padding(
                    toLength: max(20, summary.user.count), withPad: " ", startingAt: 0)
                return "\(number)  \(summary.created.text)  \(registration(summary))"
            }
            let heading = "NUMBER                ADDED                 REGISTERED"
            return ((isFirst ? [heading] : []) + lines).joined(separator: "\n")
        }

        private func registration(_ summary: SubscriberSummary) -> String {
            guard let until = summary.registeredUntil, until > wallTime() else { return "no" }
            return "until \(until.text), \(counted(summary.contacts, "contact"))"
        }

        private func json(_ page: [SubscriberSummary], _ isFirst: Bool) throws -> String {
            let entries = try page.map { summary in
                let until = summary.registeredUntil.flatMap { $0 > wallTime() ? $0.text : nil }
                return try Entry(
                    number: summary.user, domain: summary.realm, added: summary.created.text,
                    contacts: until == nil ? 0 : summary.contacts, registeredUntil: until
                ).json(onOneLine: true)
            }
            return (isFirst ? "" : ",") + entries.joined(separator: ",\n")
        }

        private struct Entry: Encodable {
            let number: String
            let domain: String
            let added: String
            let contacts: Int
            let registeredUntil: String?
        }
    }
}
