/// How a log line is written.
package enum LogFormat: String, Sendable, Hashable, CaseIterable {
    /// For people: `name=value` behind a sentence.
    case text
    /// For programs: one JSON object a line.
    case json
}

/// What the configuration says of watching the node: its log's format, records of calls, pings to
/// trunks.
package struct WatchSettings: Hashable, Sendable {
    /// Where call detail records go.
    package struct CallRecords: Hashable, Sendable {
        package enum Format: String, Sendable, CaseIterable {
            case json
            case csv
        }

        /// Absolute path.
        package var directory: String
        /// None twice, never empty.
        package var formats: [Format]
        /// A file that is larger is followed by the next.
        /// - Units: MiB.
        package var largestFile: UInt32

        package init(directory: String, formats: [Format] = [.json], largestFile: UInt32 = 100) {
            self.directory = directory
            self.formats = formats
            self.largestFile = largestFile
        }
    }

    /// How often trunks are asked whether they are there.
    package struct TrunkPings: Hashable, Sendable {
        /// Of trunks that are not named; 0 for never.
        /// - Units: seconds.
        package var standard: UInt32
        package var byTrunk: [String: UInt32]

        package init(standard: UInt32 = 0, byTrunk: [String: UInt32] = [:]) {
            self.standard = standard
            self.byTrunk = byTrunk
        }

        /// - Returns: nil for a trunk that is not pinged.
        package func seconds(for trunk: String) -> UInt32? {
            let seconds = byTrunk[trunk] ?? standard
            return seconds == 0 ? nil : seconds
        }
    }

    package var logFormat = LogFormat.text
    /// Nil where none are written.
    package var callRecords: CallRecords?
    package var trunkPings = TrunkPings()

    package init() {}
}
