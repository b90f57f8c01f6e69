import ArgumentParser
import Storage

/// Lists users, by the original's name and words.
struct ListUsers: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cw-list_users",
        abstract: "List all public identities.",
        discussion: """
            Listing takes nothing away from calls here, so it goes as fast as it can, unless \
            --pace says otherwise; -f is accepted and not needed.
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var options: UserOptions
    @OptionGroup var keepGoing: KeepGoing

    @Flag(name: .customLong("full"), help: "Show all that cw-display_user does.")
    var isFull = false

    @Option(help: ArgumentHelp("At most so many users a second.", valueName: "COUNT"))
    var pace: Int?

    @Flag(name: [.customShort("f"), .customLong("force")], help: "Has no effect.")
    var isForced = false

    private static let pageSize = 1000

    func validate() throws {
        if let pace, pace < 1 {
            throw ValidationError("--pace \(pace): name at least one a second.")
        }
    }

    func run() async throws {
        try options.check()
        let database = try directories.database()
        let display = UserDisplay(database: database)
        var last = ""
        while true {
            let page = try await database.publicIdentities(after: last, limit: Self.pageSize)
            guard let end = page.last else { return }
            try await forEachUser(page, isKeepingGoing: keepGoing.isSet) { uri in
                if isFull { try await display.show(uri) } else { say(uri) }
                if let pace { try await Task.sleep(for: .seconds(1) / pace) }
            }
            last = end
        }
    }
}
