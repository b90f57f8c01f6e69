import ArgumentParser
import CallScreens
import Foundation
import NodeControl
import Troubleshooting

/// Shows the calls of a running node as they happen.
struct Top: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Watch the calls of the running node in the terminal.",
        discussion: """
            A list that follows the node twice a second; Enter opens a call's ladder with every \
            decision, and Enter on a message shows it whole. Bodies and credentials are \
            overwritten with x unless --bodies is given. Times are in UTC.

              list     ↑ ↓ j k PgUp PgDn g G  select    Enter  ladder    /  filter
                       f  failed only    s  save as pcap    p  pause    q  quit
              ladder   Enter  message    d  difference    Tab  decisions    s  save    Esc  back
              message  ↑ ↓  scroll    ← →  other messages    d  difference    Esc  back
            """)

    @OptionGroup var directories: Directories

    @Flag(help: "Leave bodies and credentials as they were.")
    var bodies = false

    func run() throws {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Complaint(
                "clearwater top needs a terminal, and its input or output is none; for files and"
                    + " pipes there is: clearwater calls --follow")
        }
        let feed = CallFeed(directory: directories.dataPath, showsSecrets: bodies)
        // What is wrong from the start is told while there is a line to tell it on.
        let calls = try feed.calls()
        let ending = try ScreenSession(feed).run(beginningWith: calls)
        if let ending { throw Complaint(ending) }
    }
}
