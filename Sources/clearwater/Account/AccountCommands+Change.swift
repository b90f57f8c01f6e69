import ArgumentParser
import Storage

extension AccountCommands {
    /// Gives an account another password.
    struct SetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-password",
            abstract: "Give an account another password; it is logged out everywhere.",
            discussion: """
                Without --password-stdin a password is generated, shown now and never again.
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions
        @OptionGroup var email: Email
        @OptionGroup var password: Password

        func run() async throws {
            let database = try directories.database()
            let (hash, shown) = try password.make()
            try await database.setPassword(
                of: email.text, to: hash, keeping: nil, by: .commandLine, now: wallTime())
            try Outcome(email: email.text, password: shown).say("password set", listing)
        }
    }

    /// Lets an account use the operator's pages.
    struct MakeAdministrator: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "make-admin",
            abstract: "Let an account use the operator's pages and choose numbers.")

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions
        @OptionGroup var email: Email

        @Flag(name: .customLong("no-longer"), help: "Take it back.")
        var isTakenBack = false

        func run() async throws {
            try await directories.database().setAdministrator(
                !isTakenBack, email.text, by: .commandLine, now: wallTime())
            try Outcome(email: email.text, password: nil)
                .say(isTakenBack ? "an ordinary account now" : "an administrator now", listing)
        }
    }
}
