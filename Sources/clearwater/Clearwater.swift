import ArgumentParser
import Foundation
import NodeAssembly

/// The one executable: a node, and everything an operator does to it.
@main
struct Clearwater: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clearwater",
        abstract: "Take calls and SMS from a SIP trunk and ring a subscriber's phone.",
        discussion: """
            First steps, with the configuration in /etc/clearwater and the data in \
            /var/lib/clearwater:

              clearwater config check                 what is wrong there
              clearwater subscriber add               a number for a phone
              clearwater trunk add --preset voxbone   whose calls are taken
              clearwater serve                        the node itself
              clearwater status                       how it fares
              clearwater doctor                       what is wrong, and what to do
              clearwater calls                        what became of each call

            To see it work without any of that: clearwater try

            Results go to standard output, messages to standard error. The exit status is 0 only \
            for success.
            """,
        version: Node.version,
        subcommands: [
            Serve.self, Try.self, SubscriberCommands.self, NumbersCommands.self,
            AccountCommands.self, TrunkCommands.self, Status.self, Examine.self,
            ConfigCommands.self,
            Calls.self, Call.self, Top.self, Explain.self,
        ],
        groupedSubcommands: [
            CommandGroup(name: "Original's user", subcommands: originalTools)
        ])

    /// Commands that the executable also is by their own name, where it is linked to it.
    private static let originalTools: [any ParsableCommand.Type] = [
        CreateUser.self, UpdateUser.self, DeleteUser.self, DisplayUser.self, ListUsers.self,
    ]

    /// The words after the name, and before them the name itself where it is that of a tool.
    private static var words: [String] {
        let name = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
        let isTool = originalTools.contains { $0.configuration.commandName == name }
        return (isTool ? [name] : []) + CommandLine.arguments.dropFirst()
    }

    static func main() async {
        do {
            var command = try parseAsRoot(words)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch let error as any CustomStringConvertible & Error
            where Complaint.speaksForItself(error)
        {
            mention(error.description)
            Foundation.exit(1)
        } catch {
            finish(with: error)
        }
    }

    /// Ends for help, a version, a usage error or a status that a command chose.
    private static func finish(with error: any Error) -> Never {
        let code = exitCode(for: error)
        let message = fullMessage(for: error)
        if !message.isEmpty {
            let bare = message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message
            if code.isSuccess { say(bare) } else { mention(bare) }
        }
        Foundation.exit(code.rawValue)
    }
}
