import ArgumentParser
import NodeConfiguration
import Provisioning
import Storage

extension SubscriberCommands {
    /// Makes a subscriber.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a subscriber and print what its phone and the trunk provider need.",
            discussion: """
                Without NUMBER the lowest free one of the pool is taken, see clearwater numbers; \
                while nobody put any there the pool is \(DefaultNumbers.first) to \
                \(DefaultNumbers.last). A number matches with and without its leading +; a name such as alice is as \
                good. Without --password-stdin a password is generated. It is shown now and never \
                again.

                  clearwater subscriber add +15551000000
                  echo SECRET | clearwater subscriber add alice --password-stdin
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Flag(
            name: .customLong("password-stdin"),
            help: "Read the password from the first line of standard input.")
        var isPasswordGiven = false

        @Argument(help: ArgumentHelp("The telephone number or name.", valueName: "NUMBER"))
        var number: String?

        func run() async throws {
            let settings = try directories.settings()
            let password =
                isPasswordGiven ? try passwordFromStandardInput() : PasswordGenerator.make()
            let database = try directories.database()
            let user = try await add(password, to: database, settings)
            directories.tellNode()
            let card = SubscriberCard(
                user: user, password: isPasswordGiven ? nil : password, settings: settings)
            say(listing.isJSON ? try card.json() : card.text)
        }

        private func add(
            _ password: String, to database: SubscriberDatabase, _ settings: NodeSettings
        ) async throws -> String {
            if let number {
                let new = try NewSubscriber(
                    user: number, password: password, realm: settings.homeDomain)
                return try database.add(new, now: wallTime()).user
            }
            // Somebody else may take the free number at the same moment: then look again.
            while true {
                let free =
                    try await database.nextNumber(domain: settings.homeDomain)
                    ?? DefaultNumbers.nextFree(in: database)
                let new = try NewSubscriber(
                    user: free, password: password, realm: settings.homeDomain)
                if let added = try database.add([new], now: wallTime())[0] { return added.user }
            }
        }
    }
}
