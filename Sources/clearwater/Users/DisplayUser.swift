import ArgumentParser
import Storage

/// Shows users, by the original's name and words.
struct DisplayUser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cw-display_user",
        abstract: "Show the private identities, digest hashes and filter criteria of users.",
        discussion: """
            A digest hash is as good as the password: show it to nobody.

              cw-display_user -s 6505550000..6505550009 example.com
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var options: UserOptions
    @OptionGroup var keepGoing: KeepGoing
    @OptionGroup var users: UserNames

    @Flag(name: [.customShort("s"), .customLong("short")], help: "One line for each.")
    var isShort = false

    @Flag(
        name: [.customShort("q"), .customLong("quiet")], help: "With -k: do not say which failed.")
    var isQuiet = false

    func run() async throws {
        try options.check()
        let display = UserDisplay(database: try directories.database(), isShort: isShort)
        try await forEachUser(
            users.numbers.numbers, isKeepingGoing: keepGoing.isSet, isQuiet: isQuiet
        ) { user in
            try await display.show("sip:\(user)@\(users.domain.lowercased())")
        }
    }
}
