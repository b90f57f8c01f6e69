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
        guard new != settings else { return loaded }
        for note in loaded.notes { logger.warning("configuration: \(note.description)") }
        for change in TrunkChange.between(settings.trunks, and: new.trunks) {
            logger.notice("trust changed: \(change.description)")
        }
        var kept = new
        if new.localAddresses != settings.localAddresses || new.sipPort != settings.sipPort {
            logger.warning("configuration: local_ip and sip_port take effect at the next start")
            kept.localAddresses = settings.localAddresses
            kept.sipPort = settings.sipPort
        }
        if new.logDirectory != settings.logDirectory {
            logger.warning("configuration: log_directory takes effect at the next start")
            kept.logDirectory = settings.logDirectory
        }
        if new.homeDomain != settings.homeDomain {
            logger.warning(
                "configuration: home_domain takes effect at the next start; passwords are bound to it and must be set anew"
            )
            kept.homeDomain = settings.homeDomain
        }
        settings = kept
        log.set(kept.logVerbosity)
        trust.trunks = kept.trunks
        takeOverSettings()
        if !trust.hostNames.isEmpty { Task { await resolveTrustedNames() } }
        logger.notice("configuration: taken over")
        return loaded
    }

    /// Hands the settings in force to the engine; they count from its next request on.
    func takeOverSettings() {
        mailbox.post(.settings(EngineSettings(settings, trunks: trust.table)))
    }
}
