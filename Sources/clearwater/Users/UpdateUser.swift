import ArgumentParser
import Provisioning
import Storage

/// Changes users, by the original's name and words.
struct UpdateUser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cw-update_user",
        abstract: "Change the password or the filter criteria of users, and show them.",
        discussion: """
            The password stands behind the domain or after --password; without one it stays.

              cw-update_user 6505550000 example.com NEW-SECRET
              cw-update_user 6505550000..6505550009 example.com --ifc ifc.xml -q
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var options: UserOptions
    @OptionGroup var keepGoing: KeepGoing
    @OptionGroup var plaintext: Plaintext
    @OptionGroup var criteria: FilterCriteriaFile
    @OptionGroup var users: UserNames

    @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Do not show the users.")
    var isQuiet = false

    @Option(
        name: .customLong("password"),
        help: ArgumentHelp("The new password.", valueName: "PASSWORD"))
    var namedPassword: String?

    @Argument(help: ArgumentHelp("The new password.", valueName: "PASSWORD"))
    var password: String?

    func validate() throws {
        guard password == nil || namedPassword == nil else {
            throw ValidationError("Name the password once: behind the domain or with --password.")
        }
        guard password != nil || namedPassword != nil || criteria.file != nil else {
            throw ValidationError("Name what to change: a password, or a file with --ifc.")
        }
    }

    func run() async throws {
        try options.check()
        plaintext.check()
        let settings = try directories.settings()
        try settings.check(homeDomain: users.domain)
        let document = try criteria.document(domain: settings.homeDomain)
        let database = try directories.database()
        defer { directories.tellNode() }
        try await forEachUser(users.numbers.numbers, isKeepingGoing: keepGoing.isSet) { user in
            let uri = "sip:\(user)@\(settings.homeDomain)"
            let place = try await database.place(ofPublic: uri)
            if let password = password ?? namedPassword {
                try database.setPassword(of: user, to: password, realm: settings.homeDomain)
            }
            if let document {
                try await database.putFilterCriteria(
                    document, of: place.profile, in: place.set, by: .commandLine, now: wallTime())
            }
            if !isQuiet { try await UserDisplay(database: database).show(uri) }
        }
    }
}
