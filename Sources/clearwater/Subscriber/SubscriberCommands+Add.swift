import ArgumentParser
import NodeConfiguration
import Provisioning
import Storage

extension SubscriberCommands {
    /// Makes a subscriber.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add a subscriber and print what its phone and the trunk provider need.",
            discussion: """
                Without NUMBER the next free one from \(NumberPool.first) to \(NumberPool.last) is \
                taken. A number matches with and without its leading +; a name such as alice is as \
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

        func run() throws {
            let settings = try directories.settings()
            let password =
                isPasswordGiven ? try passwordFromStandardInput() : PasswordGenerator.make()
            let database = try directories.database()
            let user = try add(password, to: database, settings)
            directories.tellNode()
            let card = SubscriberCard(
                user: user, password: isPasswordGiven ? nil : password, settings: settings)
            say(listing.isJSON ? try card.json() : card.text)
        }

        private func add(
            _ password: String, to database: SubscriberDatabase, _ settings: NodeSettings
        ) throws -> String {
            if let number {
                let new = try NewSubscriber(
                    user: number, password: password, realm: settings.homeDomain)
                return try database.add(new, now: wallTime()).user
            }
            // Somebody else may take the free number at the same moment: then look again.
            while true {
                let free = try NumberPool.nextFree(in: database)
                let new = try NewSubscriber(
                    user: free, password: password, realm: settings.homeDomain)
                if let added = try database.add([new], now: wallTime())[0] { return added.user }
            }
        }
    }
}
