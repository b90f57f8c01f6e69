import ArgumentParser
import Foundation
import Storage

/// Removes users, by the original's name and words.
struct DeleteUser: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cw-delete_user",
        abstract: "Delete users and their registrations.",
        discussion: """
            Asks before it deletes where somebody is at the terminal to answer, unless -f or -y \
            says not to.

              cw-delete_user -f 6505550000..6505550009 example.com
            """)

    @OptionGroup var directories: Directories
    @OptionGroup var options: UserOptions
    @OptionGroup var users: UserNames

    @Flag(
        name: [.customShort("f"), .customLong("force")],
        help: "Go on with the next user after an error.")
    var isForced = false

    @Flag(
        name: [.customShort("q"), .customLong("quiet")], help: "With -f: do not say which failed.")
    var isQuiet = false

    @Flag(name: [.customShort("y"), .customLong("yes")], help: "Do not ask.")
    var isSure = false

    func run() async throws {
        try options.check()
        let settings = try directories.settings()
        try settings.check(homeDomain: users.domain)
        let database = try directories.database()
        if !isForced, !isSure, isatty(STDIN_FILENO) == 1 {
            mention("delete \(counted(users.numbers.numbers.count, "user"))? [y/n]")
            guard readLine()?.lowercased() == "y" else { throw Complaint("nothing was deleted") }
        }
        defer { directories.tellNode() }
        try await forEachUser(
            users.numbers.numbers, isKeepingGoing: isForced, isQuiet: isQuiet
        ) { user in
            say("sip:\(try database.remove(user))@\(settings.homeDomain) deleted")
        }
    }
}
