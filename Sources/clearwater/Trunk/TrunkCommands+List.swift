import ArgumentParser
import NodeConfiguration

extension TrunkCommands {
    /// Lists trunks.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the trunks of all configuration files with their peers.",
            discussion: """
                Shows what the files say; mistakes in them go to standard error. What host names \
                stand for in a running node is in: clearwater status
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        func run() throws {
            let trunks = try directories.settings().trunks
            if listing.isJSON { return say(try trunks.map(Entry.init).json()) }
            guard !trunks.isEmpty else {
                return mention(
                    "no trunks yet: nobody's calls are taken; add one with: clearwater trunk add NAME PEER..."
                )
            }
            var table = TextTable("TRUNK", "PEER", "FILE")
            for trunk in trunks {
                for entry in trunk.entries {
                    table.add(trunk.name, entry.description, trunk.origin.description)
                }
                if trunk.entries.isEmpty { table.add(trunk.name, "none", trunk.origin.description) }
            }
            say(table.text)
        }

        private struct Entry: Encodable {
            let name: String
            let peers: [String]
            let file: String
            let line: Int?

            init(_ trunk: TrunkDefinition) {
                name = trunk.name
                peers = trunk.entries.map(\.description)
                file = trunk.origin.file
                line = trunk.origin.line
            }
        }
    }

    /// Removes a trunk.
    struct Remove: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust a trunk's peers no longer, from now on.",
            discussion:
                "Calls that are up stay up: their requests follow the route that was signed for them."
        )

        @OptionGroup var directories: Directories

        @Argument(help: ArgumentHelp("The trunk's name in the file trunks.", valueName: "NAME"))
        var name: String

        func run() throws {
            let file = TrunksFile(directories.configuration)
            let trunk = try file.remove(name)
            let peers = trunk.entries.map(\.description).joined(separator: ", ")
            say(
                "\(file.path): trunk \(name) is gone; it trusted \(peers.isEmpty ? "nobody" : peers)"
            )
            try applyNow(directories)
        }
    }
}
