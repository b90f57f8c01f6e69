import AccountPasswords
import Accounts
import ArgumentParser
import Provisioning

/// What can be done with the portal's accounts, without a browser.
struct AccountCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Add, list and remove the portal's accounts, and set their passwords.",
        discussion: """
            An account is a person who logs in to the portal and has lines. Its password is hashed \
            with scrypt; nobody can read it back.
            """,
        subcommands: [
            Add.self, List.self, Remove.self, SetPassword.self, MakeAdministrator.self,
        ])

    struct Email: ParsableArguments {
        @Argument(help: ArgumentHelp("The person's e-mail address.", valueName: "EMAIL"))
        var text: String
    }

    /// A password that is read, or generated where none is to be read.
    struct Password: ParsableArguments {
        @Flag(
            name: .customLong("password-stdin"),
            help: "Read the password from the first line of standard input.")
        var isGiven = false

        /// - Returns: its hash, and the password itself where it has to be shown.
        func make() throws -> (hash: String, shown: String?) {
            guard isGiven else {
                let password = PasswordGenerator.make()
                return (PasswordHash(of: password).text, password)
            }
            let password = try SubscriberCommands.passwordFromStandardInput()
            if let complaint = AccountDesk.complaint(aboutPassword: password, field: "password") {
                throw Complaint("standard input: this password will not do. \(complaint.message)")
            }
            return (PasswordHash(of: password).text, nil)
        }
    }

    /// What a command did, for a person or a program.
    struct Outcome: Encodable {
        let email: String
        let password: String?

        func say(_ done: String, _ listing: ListingOptions) throws {
            if listing.isJSON { return clearwater.say(try json()) }
            clearwater.say("\(email): \(done)")
            if let password { clearwater.say("password  \(password)   (shown only now)") }
        }
    }
}
