import ArgumentParser
import Determinism
import Foundation
import NodeConfiguration
import NodeControl
import Storage

/// Where a command finds the configuration and the data.
struct Directories: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("The directory of the configuration files.", valueName: "DIR"))
    var configurationPath = "/etc/clearwater"

    @Option(
        name: .customLong("data"),
        help: ArgumentHelp("The directory of the data file.", valueName: "DIR"))
    var dataPath = "/var/lib/clearwater"

    var configuration: ConfigurationDirectory { ConfigurationDirectory(configurationPath) }

    /// What could be read of the configuration; mistakes are told to the person at the terminal.
    ///
    /// - Throws: where not even the home domain is known.
    func settings() throws -> NodeSettings {
        let loaded = configuration.load()
        let mistakes = loaded.mistakes.map(\.description).joined(separator: "\n")
        guard let settings = loaded.settings else { throw Complaint(mistakes) }
        if !mistakes.isEmpty { mention(mistakes) }
        return settings
    }

    /// The presets at hand; mistakes in an operator's own are told to the person at the terminal.
    func presets() -> PresetCatalogue {
        let presets = configuration.presets()
        for mistake in presets.mistakes { mention(mistake.description) }
        return presets
    }

    func database() throws -> SubscriberDatabase {
        try SubscriberDatabase.open(directory: dataPath)
    }

    /// Has a running node notice changed subscribers at once; no node is fine.
    func tellNode() {
        do {
            let reply = try ControlClient(directory: dataPath).call(.subscribersChanged)
            if case .failed(let reason) = reply {
                mention("the running node could not look at once: \(reason)")
            }
        } catch {
            guard case .noNode = error else {
                return mention(
                    "\(error.description); the change is stored, and the node finds it by itself")
            }
        }
    }
}

/// How a command shows what it lists.
struct ListingOptions: ParsableArguments {
    @Flag(name: .customLong("json"), help: "Print JSON.")
    var isJSON = false
}

/// The calendar's time now.
func wallTime() -> WallTime { WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
