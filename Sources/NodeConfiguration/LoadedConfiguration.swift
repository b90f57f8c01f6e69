/// What one reading of a configuration directory gave.
package struct LoadedConfiguration: Equatable, Sendable {
    /// All that could be read, each bad value replaced by its default and each bad entry left out;
    /// nil if not even the home domain is known.
    package let settings: NodeSettings?
    package let report: ConfigurationReport

    package init(settings: NodeSettings?, report: ConfigurationReport) {
        self.settings = settings
        self.report = report
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
