import ArgumentParser
import Provisioning
import Storage

extension SubscriberCommands {
    /// Gives a subscriber another password.
    struct SetPassword: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract:
                "Give a subscriber another password; its registrations stay until they expire.",
            discussion: """
                Without --password-stdin a password is generated, shown now and never again.

                  clearwater subscriber set-password +15551000000
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Flag(
            name: .customLong("password-stdin"),
            help: "Read the password from the first line of standard input.")
        var isPasswordGiven = false

        @Argument(help: ArgumentHelp("The telephone number or name.", valueName: "NUMBER"))
        var number: String

        func run() throws {
            let settings = try directories.settings()
            let password =
                isPasswordGiven ? try passwordFromStandardInput() : PasswordGenerator.make()
            let database = try directories.database()
            try database.setPassword(of: number, to: password, realm: settings.homeDomain)
            directories.tellNode()
            let outcome = Outcome(number: number, password: isPasswordGiven ? nil : password)
            if listing.isJSON {
                say(try outcome.json())
            } else {
                say(outcome.password.map { "password  \($0)   (shown only now)" } ?? "password set")
            }
        }

        private struct Outcome: Encodable {
            let number: String
            let password: String?
        }
    }
}
