import ArgumentParser
import NodeConfiguration

/// What can be done with the configuration files.
struct ConfigCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Look at the configuration.", subcommands: [Check.self])
}

extension ConfigCommands {
    /// Says everything that is wrong with the configuration.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Name every mistake in the configuration, with file, line and remedy.",
            discussion: """
                Reads local_config, shared_config, user_settings and trunks as a node would, and \
                says everything at once. Mistakes fail the check: a node that starts leaves the \
                bad parts out, and a running one keeps its previous settings. Notes do not: an \
                option that has no effect, a name that nobody knows, a port that is ignored.
                """)

        @OptionGroup var directories: Directories
        @OptionGroup var listing: ListingOptions

        func run() throws {
            let loaded = directories.configuration.load()
            say(listing.isJSON ? try Findings(loaded.report).json() : text(loaded))
            if loaded.report.hasMistakes { throw ExitCode.failure }
        }

        private func text(_ loaded: LoadedConfiguration) -> String {
            var lines =
                loaded.mistakes.map { "mistake  \($0)" } + loaded.notes.map { "note     \($0)" }
            let place = directories.configuration.path
            if loaded.report.hasMistakes {
                lines.append("\(place): \(counted(loaded.mistakes.count, "mistake")) to mend")
            } else if let settings = loaded.settings {
                let trunks = settings.trunks.map {
                    "\($0.name) (\(counted($0.entries.count, "peer")))"
                }
                let trust =
                    trunks.isEmpty ? "no trunks" : "trunks " + trunks.joined(separator: ", ")
                lines.append("\(place): in order; domain \(settings.homeDomain), \(trust)")
            }
            return lines.joined(separator: "\n")
        }
    }

    private struct Findings: Encodable {
        struct Finding: Encodable {
            let file: String
            let line: Int?
            let text: String
            let remedy: String?
        }

        let mistakes: [Finding]
        let notes: [Finding]

        init(_ report: ConfigurationReport) {
            mistakes = report.mistakes.map {
                Finding(
                    file: $0.origin.file, line: $0.origin.line, text: $0.what, remedy: $0.remedy)
            }
            notes = report.notes.map {
                Finding(file: $0.origin.file, line: $0.origin.line, text: $0.text, remedy: nil)
            }
        }
    }
}
