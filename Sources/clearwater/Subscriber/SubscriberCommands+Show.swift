import ArgumentParser
import Storage
import Subscribers

extension SubscriberCommands {
    /// Shows one subscriber.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Show a subscriber: what its phone and the trunk provider need, and its registered contacts."
        )

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Argument(help: ArgumentHelp("The telephone number or name.", valueName: "NUMBER"))
        var number: String

        func run() throws {
            let settings = try directories.settings()
            guard let key = SubscriberKey(number),
                let record = try directories.database().record(for: key)
            else {
                throw Complaint(
                    "\(number): is no subscriber; see who is with: clearwater subscriber list")
            }
            let now = wallTime()
            let contacts = record.bindings.filter { $0.expires > now }.map(Contact.init)
            let card = SubscriberCard(user: record.subscriber.user, settings: settings)
            say(
                listing.isJSON
                    ? try Entry(subscriber: card, contacts: contacts).json() : text(card, contacts))
        }

        private func text(_ card: SubscriberCard, _ contacts: [Contact]) -> String {
            let lines = contacts.map {
                "  \($0.uri)\n    over \($0.transport) from \($0.source), until \($0.expires), \($0.userAgent)"
            }
            let heading = contacts.isEmpty ? "Not registered" : "Registered contacts"
            return ([card.text, heading] + lines).joined(separator: "\n")
        }

        private struct Entry: Encodable {
            let subscriber: SubscriberCard
            let contacts: [Contact]
        }

        private struct Contact: Encodable {
            let uri: String
            let transport: String
            let source: String
            let expires: String
            let userAgent: String

            init(_ binding: Binding) {
                uri = String(decoding: binding.contact, as: UTF8.self)
                transport = "\(binding.flow.transport.uriName)"
                source = "\(binding.flow.remote)"
                expires = binding.expires.text
                userAgent =
                    binding.userAgent.isEmpty
                    ? "unnamed phone" : String(decoding: binding.userAgent, as: UTF8.self)
            }
        }
    }
}
