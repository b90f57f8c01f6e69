import ArgumentParser
import DecisionTrace
import NetworkAddresses
import NodeConfiguration
import RefusedPeers
import Troubleshooting

extension TrunkCommands {
    /// Compares a trunk with its preset.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare what a trunk trusts with the preset of its provider.",
            discussion: """
                Says which published addresses the trunk lacks, which of its own the preset does \
                not have, and which refusals of the last day the change would have let in. Changes \
                nothing; prints the command that does. The preset is the one that the trunk was \
                made from, or of its name, unless --preset names another.

                  clearwater trunk diff voxbone
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        @Option(help: ArgumentHelp("Compare with this preset.", valueName: "PROVIDER"))
        var preset: String?

        @Argument(help: ArgumentHelp("The trunk's name.", valueName: "NAME"))
        var name: String

        func run() throws {
            let trunks = try directories.settings().trunks
            guard let trunk = trunks.first(where: { $0.name == name }) else {
                let names = trunks.map(\.name).joined(separator: ", ")
                let known = names.isEmpty ? "there is none" : "there are: \(names)"
                throw Complaint("\(name): there is no such trunk; \(known)")
            }
            let provenance = TrunksFile(directories.configuration).provenances()[name]
            let drift = TrunkDrift(
                trunk, against: try published(provenance), madeFrom: provenance,
                refusals: try refusals())
            say(listing.isJSON ? try drift.json() : drift.text)
        }

        private func published(_ provenance: PresetProvenance?) throws -> TrunkPreset {
            let presets = directories.presets()
            let wanted = preset ?? provenance?.preset ?? name
            guard let found = presets.named(wanted) else {
                let known = presets.names.joined(separator: ", ")
                throw Complaint(
                    "\(wanted): there is no such preset; name one of these with --preset: \(known)")
            }
            return found
        }

        /// Those that trusting an address would have let in.
        private func refusals() throws -> [(source: IPAddress, count: Int)] {
            try directories.refusedPeers().compactMap { peer in
                guard OutcomeReason(code: peer.reason)?.isForUnknownSource == true,
                    let source = IPAddress(peer.source)
                else { return nil }
                return (source, peer.count)
            }
        }
    }
}

extension TrunkDrift {
    /// As a person reads it.
    fileprivate var text: String {
        var lines = ["trunk \(trunk) (\(origin)) and preset \(preset), \(provider)"]
        lines.append("  preset as of: \(asOf)")
        if let madeAsOf, madeAsOf != asOf {
            lines.append("  trunk made from its list as of: \(madeAsOf)")
        }
        lines += missing.map { "  + \($0)  published, not trusted" }
        lines += surplus.map { "  - \($0)  trusted, not published" }
        if missing.isEmpty {
            lines.append("  it trusts everything that the preset has")
        } else {
            let all = counted(refused, "refusal")
            lines.append(
                "  the change would have let in \(acceptedCount) of the last day's \(all) of"
                    + " unknown sources")
            lines += accepted.map { "    \($0.source)  \(counted($0.count, "time"))" }
        }
        lines += cautions.map { "  caution: \($0)" }
        if let command { lines.append("  to add what is missing: \(command)") }
        return lines.joined(separator: "\n")
    }
}
