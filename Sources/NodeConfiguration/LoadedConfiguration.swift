/// What one reading of a configuration directory gave.
package struct LoadedConfiguration: Equatable, Sendable {
    /// All that could be read, each bad value replaced by its default and each bad entry left out;
    /// nil if not even the home domain is known.
    package let settings: NodeSettings?
    package let report: ConfigurationReport
    /// The options whose values were taken; the others have their defaults.
    package let written: [String: WrittenOption]

    package init(
        settings: NodeSettings?, report: ConfigurationReport,
        written: [String: WrittenOption] = [:]
    ) {
        self.settings = settings
        self.report = report
        self.written = written
    }

    package var mistakes: [ConfigurationMistake] { report.mistakes }
    package var notes: [ConfigurationNote] { report.notes }

    /// Says which settings a node goes on with.
    ///
    /// - Parameter previous: nil at the start: then what could be read is used, so that one bad
    ///   line does not keep calls from the good trunks. Afterwards a reading with a mistake changes
    ///   nothing.
    package func settingsInForce(after previous: NodeSettings?) -> NodeSettings? {
        guard let previous else { return settings }
        return report.hasMistakes ? previous : settings ?? previous
    }
}
