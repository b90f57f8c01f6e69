import ArgumentParser
import NodeConfiguration
import NodeControl

/// What can be done with trunks.
struct TrunkCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trunk",
        abstract:
            "Say whose calls and SMS are taken: list, add, remove and check trunks, and see who is refused.",
        discussion: """
            A trunk is a named set of peers: addresses, networks such as 192.0.2.0/24, host names. \
            Requests from them are taken for our subscribers, whatever port and transport they \
            come over; everybody else's are refused. The commands edit the file trunks of the \
            configuration directory; the option trusted_peers in user_settings is listed too and \
            stays the operator's own.
            """,
        subcommands: [
            List.self, Add.self, Remove.self, Check.self, Test.self, Refused.self, Allow.self,
            Silence.self, Presets.self, Diff.self,
        ])

    /// Has a running node read the edited file now, and says what came of it.
    ///
    /// - Throws: where the node keeps its previous settings, because of mistakes elsewhere.
    static func applyNow(_ directories: Directories) throws {
        let reply: ControlReply
        do {
            reply = try ControlClient(directory: directories.dataPath).call(.reload)
        } catch {
            guard case .noNode = error else {
                return mention(
                    "\(error.description); the file is saved, and a running node reads it by itself"
                )
            }
            return mention(
                "no node is running on \(directories.dataPath); this counts from its start on")
        }
        switch reply {
        case .reloaded(let outcome) where outcome.isInForce:
            for change in outcome.changes { mention("the running node took it over: \(change)") }
            if outcome.changes.isEmpty {
                mention(
                    "the running node had nothing to change; if that is a surprise, see which "
                        + "directory it reads with: clearwater status")
            }
        case .reloaded(let outcome):
            throw Complaint(
                (["the file is saved, but the running node keeps its previous settings because of:"]
                    + outcome.mistakes).joined(separator: "\n"))
        case .failed(let reason):
            throw Complaint("the file is saved, but the running node could not read it: \(reason)")
        default:
            mention(
                "the file is saved; the running node is of another version and reads it by itself")
        }
    }
}
