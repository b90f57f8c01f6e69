import ArgumentParser
import Foundation

/// What can be done with subscribers.
struct SubscriberCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subscriber",
        abstract: "Add, import, list, show and remove subscribers, and set their passwords.",
        discussion: """
            Works with and without a running node, which follows every change at once. Passwords \
            are stored only as digest hashes, made for the home domain: nobody can read them back.
            """,
        subcommands: [Add.self, Import.self, List.self, Show.self, Remove.self, SetPassword.self])

    /// Reads a password from the first line of standard input.
    static func passwordFromStandardInput() throws -> String {
        if isatty(STDIN_FILENO) == 1 { mention("password, then Enter:") }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw Complaint(
                "standard input: no password there; write one line to it, such as with: echo SECRET |"
            )
        }
        return line
    }
}
