import ArgumentParser
import Determinism
import Foundation
import NetworkAddresses
import NodeConfiguration
import NodeControl
import Provisioning
import RefusedPeers
import Troubleshooting

extension TrunkCommands {
    /// Lists who was refused.
    struct Refused: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List who was refused in the last day, why, and what would let them in.",
            discussion: """
                Asks the running node; without one, what it saved last. Each source is told with \
                what speaks for it: a preset that has its address, a trunk's address that looks \
                like it, a line of the configuration with a mistake. Nobody is ever allowed by \
                itself; the last line of each says how.

                  clearwater trunk refused
                  clearwater trunk allow 192.0.2.10 --trunk carrier
                  clearwater trunk silence 203.0.113.9
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Flag(name: .customLong("all"), help: "List the silenced ones too.")
        var showsAll = false

        func run() throws {
            let all = try directories.refusedPeers()
            let peers = all.filter { showsAll || !$0.isSilenced }
            if listing.isJSON { return say(try peers.json()) }
            let hidden = all.count - peers.count
            if peers.isEmpty {
                mention("nobody was refused in the last day")
            } else {
                say(peers.map(\.text).joined(separator: "\n\n"))
            }
            if hidden > 0 { mention("\(counted(hidden, "silenced source")) left out; see --all") }
        }
    }

    /// Hides a source from the list.
    struct Silence: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Leave a source out of the list of the refused; it stays refused.",
            discussion: """
                  clearwater trunk silence 203.0.113.9
                  clearwater trunk silence --undo 203.0.113.9
                """)

        @OptionGroup var directories: Directories

        @Flag(help: "List it again.")
        var undo = false

        @Argument(help: ArgumentHelp("The source's address.", valueName: "ADDRESS"))
        var address: String

        func run() async throws {
            let source = try TrunkCommands.source(address)
            let database = try directories.database()
            let silenced = SilencedPeers(directory: directories.dataPath)
            switch try silenced.silence(source, !undo) {
            case .done: break
            case .unchanged:
                return mention("\(source) \(undo ? "is not silenced" : "is silenced already")")
            case .full:
                throw Complaint(
                    "\(SilencedPeers.most) sources are silenced already; list some again with"
                        + " --undo")
            }
            try await database.record(
                undo ? "unsilence peer" : "silence peer", "\(source)", by: .commandLine,
                now: wallTime())
            say("\(source) is \(undo ? "listed again" : "left out of the list of the refused")")
        }
    }

    /// Adds peers to a trunk.
    struct Allow: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "allow",
            abstract: "Trust further peers as a trunk, from now on.",
            discussion: """
                Adds them to the trunk's line in the file trunks, or makes the trunk if there is \
                none of that name. The option trusted_peers is edited by hand.

                  clearwater trunk allow 192.0.2.10 --trunk carrier
                """)

        @OptionGroup var directories: Directories

        @Option(
            name: .customLong("trunk"),
            help: ArgumentHelp("The trunk that they belong to.", valueName: "NAME"))
        var trunk: String

        @Argument(help: ArgumentHelp("Addresses, networks or host names.", valueName: "PEER"))
        var peers: [String]

        func run() async throws {
            let file = TrunksFile(directories.configuration)
            let edit = try file.allow(peers, on: trunk)
            for note in edit.notes { mention(note.description) }
            let trusted = edit.trunk.entries.map(\.description).joined(separator: ", ")
            say("\(edit.trunk.origin): trunk \(edit.trunk.name) trusts \(trusted)")
            do {
                try await directories.database().record(
                    "allow peer", "\(peers.joined(separator: ", ")) on \(trunk)", by: .commandLine,
                    now: wallTime())
            } catch {
                // The file is written; who reads the trail has to know that it has a gap.
                mention("the audit trail could not be written: \(error)")
            }
            try applyNow(directories)
        }
    }

    static func source(_ text: String) throws -> IPAddress {
        guard let source = IPAddress(text) else {
            throw Complaint(
                "\(text): is not an address; write one such as 192.0.2.10 or 2001:db8::10")
        }
        return source
    }
}

extension Directories {
    /// The refused of the last day: as the running node knows them, or as it saved them last.
    func refusedPeers() throws -> [RefusedPeer] {
        do {
            switch try ControlClient(directory: dataPath).call(.refusedPeers) {
            case .refusedPeers(let peers): return peers
            case .failed(let reason): throw Complaint(reason)
            default: throw ControlError.badReply(path: dataPath)
            }
        } catch ControlError.noNode {
            mention("no node is running on \(dataPath); this is what one saved last")
        }
        let now = wallTime()
        let file = RefusalFile(directory: dataPath)
        let accounts: [RefusalAccount]
        do {
            accounts = try file.read(at: now)
        } catch {
            throw Complaint("\(file.path): cannot be read: \(error.localizedDescription)")
        }
        return RefusedPeer.all(
            of: RefusalLedger(accounts), at: now, facts: AdmissionFacts(configuration),
            silenced: try SilencedPeers(directory: dataPath).read())
    }
}

extension RefusedPeer {
    /// As a person reads it.
    fileprivate var text: String {
        let span = "\(Self.time(firstSeen)) to \(Self.time(lastSeen))"
        let mark = isSilenced ? "  (silenced)" : ""
        var lines = ["\(source)  \(counted(count, "time")), \(span)\(mark)"]
        lines.append("  why    \(explanation)")
        for (place, request) in asked.prefix(3).enumerated() {
            lines.append((place == 0 ? "  asked  " : "         ") + request)
        }
        lines += nearMisses.map { "  but    \($0)" }
        lines.append("  \(canBeAllowed ? "allow" : "do   ")  \(remedy)")
        return lines.joined(separator: "\n")
    }

    private static func time(_ microseconds: Int64) -> String {
        WallTime(milliseconds: microseconds / 1000).text
    }
}
