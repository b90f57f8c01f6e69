import Foundation
import IMSEngine
import IMSFunctions
import NetworkAddresses
package import NodeConfiguration

extension Node {
    /// Looks at the configuration files twice a second; a change that has come to rest is loaded.
    func watchConfiguration() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(500))
            if detector.observe(.read(directory)) { reload() }
        }
    }

    /// Reads the configuration again. With a mistake in it everything stays as it was, and the log
    /// says so.
    @discardableResult
    package func reload() -> LoadedConfiguration {
        detector = ConfigurationChangeDetector(loaded: .read(directory))
        let loaded = directory.load()
        mistakes = loaded.mistakes.map(\.description)
        guard !loaded.report.hasMistakes, let new = loaded.settings else {
            loaded.report.write(to: logger)
            logger.error(
                "configuration: not taken over because of the mistakes above; the previous one stays in force"
            )
            return loaded
        }
        let (kept, waiting) = new.keepingWhatNeedsAStart(of: settings)
        takeOver(loaded.written, waiting: waiting)
        guard kept != settings else { return loaded }
        for note in loaded.notes { logger.warning("configuration: \(note.description)") }
        for change in TrunkChange.between(settings.trunks, and: kept.trunks) {
            logger.notice("trust changed: \(change.description)")
        }
        settings = kept
        log.set(kept.logVerbosity)
        traces.resize(to: kept.traceMemory)
        log.set(kept.watching.logFormat)
        trust.trunks = kept.trunks
        takeOverSettings()
        if !trust.hostNames.isEmpty { Task { await resolveTrustedNames() } }
        logger.notice("configuration: taken over")
        return loaded
    }

    /// Remembers where the options in force stand; those that wait keep what they had, and the log
    /// says so once.
    private func takeOver(_ written: [String: WrittenOption], waiting: [String]) {
        for name in waiting where !waitingOptions.contains(name) {
            let caution =
                name == "home_domain" ? "; passwords are bound to it and must be set anew" : ""
            logger.warning("configuration: \(name) takes effect at the next start\(caution)")
        }
        var inForce = written
        for name in waiting { inForce[name] = writtenOptions[name] }
        writtenOptions = inForce
        waitingOptions = waiting
    }

    /// Hands the settings in force to the engine; they count from its next request on.
    func takeOverSettings() {
        preferNeighbours()
        let entries = trust.table.entries + trunkTests.entries
        var engine = EngineSettings(settings, trunks: TrunkTable(entries))
        engine.stage = trunkTests.stage
        mailbox.post(.settings(engine))
    }
}
