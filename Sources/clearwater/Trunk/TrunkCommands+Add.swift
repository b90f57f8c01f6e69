import ArgumentParser
import NodeConfiguration

extension TrunkCommands {
    /// Adds a trunk.
    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Trust a trunk's peers, from now on.",
            discussion: """
                Peers are addresses, networks or host names; a port may stand there and changes \
                nothing. One bad peer and nothing is added. With --preset the published addresses \
                of a provider are taken; see their age and source with: clearwater trunk presets

                  clearwater trunk add carrier 192.0.2.10 198.51.100.0/24 sip.carrier.example
                  clearwater trunk add --preset voxbone
                """)

        @OptionGroup var directories: Directories

        @Option(
            help: ArgumentHelp("Take the published addresses of a provider.", valueName: "PROVIDER")
        )
        var preset: String?

        @Argument(
            help: ArgumentHelp(
                "What to call it: a-z, 0-9, _ and -. A preset brings its own.", valueName: "NAME"))
        var name: String?

        @Argument(help: ArgumentHelp("Addresses, networks or host names.", valueName: "PEER"))
        var peers: [String] = []

        func run() throws {
            let file = TrunksFile(directories.configuration)
            let edit = try preset.map { try addPreset($0, to: file) } ?? addPeers(to: file)
            for note in edit.notes { mention(note.description) }
            let peers = edit.trunk.entries.map(\.description).joined(separator: ", ")
            say("\(edit.trunk.origin): trunk \(edit.trunk.name) trusts \(peers)")
            try applyNow(directories)
        }

        private func addPeers(to file: TrunksFile) throws -> TrunksFile.Edit {
            guard let name else {
                throw ValidationError("Name the trunk and its peers, or a --preset.")
            }
            return try file.add(name, peers: peers)
        }

        private func addPreset(_ presetName: String, to file: TrunksFile) throws -> TrunksFile.Edit
        {
            let presets = directories.presets()
            guard let preset = presets.named(presetName) else {
                let known = presets.names.joined(separator: ", ")
                throw Complaint("\(presetName): there is no such preset; there are: \(known)")
            }
            guard peers.isEmpty else {
                throw Complaint(
                    "\(peers.joined(separator: ", ")): a preset brings its own peers; put others in a trunk of their own"
                )
            }
            let edit = try file.add(preset, as: name)
            say(preset.text)
            return edit
        }
    }

    /// Lists the presets.
    struct Presets: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "List the providers whose published addresses are known, with date and source.",
            discussion: """
                A file NAME.preset in the directory presets of the configuration adds a provider, \
                or takes the place of the list that this release has for it.
                """)

        @OptionGroup var listing: ListingOptions
        @OptionGroup var directories: Directories

        func run() throws {
            let presets = directories.presets().presets
            if listing.isJSON { return say(try presets.map(Entry.init).json()) }
            say(presets.map(\.text).joined(separator: "\n\n"))
        }

        private struct Entry: Encodable {
            let name: String
            let provider: String
            let peers: [String: [String]]
            let media: [String]
            let unconfirmed: [String]
            let file: String?
            let asOf: String
            let sources: [String]
            let cautions: [String]

            init(_ preset: TrunkPreset) {
                name = preset.name
                provider = preset.provider
                peers = Dictionary(preset.groups.map { ($0.purpose, $0.peers) }) { $0 + $1 }
                media = preset.media
                unconfirmed = preset.unconfirmed
                file = preset.origin?.file
                asOf = preset.asOf
                sources = preset.sources
                cautions = preset.cautions
            }
        }
    }
}

extension TrunkPreset {
    /// As a person reads it.
    fileprivate var text: String {
        (["\(name): \(provider)"]
            + groups.map { "  \($0.purpose): \($0.peers.joined(separator: ", "))" }
            + (media.isEmpty
                ? [] : ["  media (not trusted): \(media.joined(separator: ", "))"])
            + ["  as of: \(asOf)"] + (origin.map { ["  file: \($0)"] } ?? [])
            + sources.map { "  source: \($0)" }
            + cautions.map { "  caution: \($0)" })
            .joined(separator: "\n")
    }
}
