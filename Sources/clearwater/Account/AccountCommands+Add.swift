import ArgumentParser
import Provisioning
import Storage

extension AccountCommands {
    /// Makes an account.
    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Add an account.",
            discussion: """
                Without --password-stdin a password is generated, shown now and never again.

                  clearwater account add ann@example.com --name "Ann Smith"
                  clearwater account add operator@example.com --admin
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions
        @OptionGroup var email: Email
        @OptionGroup var password: Password

        @Option(help: ArgumentHelp("The person's full name.", valueName: "NAME"))
        var name = ""

        @Flag(name: .customLong("admin"), help: "May use the operator's pages and choose numbers.")
        var isAdministrator = false

        func run() async throws {
            let database = try directories.database()
            let (hash, shown) = try password.make()
            let account = try await database.addAccount(
                NewAccount(
                    email: email.text, fullName: name, passwordHash: hash,
                    isAdministrator: isAdministrator), by: .commandLine, now: wallTime())
            try Outcome(email: account.email, password: shown).say("account added", listing)
        }
    }

    /// Removes accounts.
    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove an account with its lines; their numbers are free again.")

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions
        @OptionGroup var email: Email

        func run() async throws {
            try await directories.database().removeAccount(
                email.text, by: .commandLine, now: wallTime())
            directories.tellNode()
            try Outcome(email: email.text, password: nil).say("account removed", listing)
        }
    }
}
