import DecisionTrace
import Determinism
import Foundation
import IMSEngine
import Logging
import NetworkAddresses
import NodeConfiguration
package import Provisioning
import RefusedPeers
package import Troubleshooting

/// Who was refused, and what an operator decides about it.
extension Node: RefusalDesk {
    package func refusedPeers() async throws(ProvisioningError) -> [RefusedPeer] {
        let silenced: Set<IPAddress>
        do {
            silenced = try SilencedPeers(directory: database.directory).read()
        } catch {
            throw ProvisioningError(error)
        }
        return RefusedPeer.all(
            of: reporter.refusals, at: NodeClock.now().wall, facts: admissionFacts,
            silenced: silenced)
    }

    package func allow(
        _ source: String, onTrunk name: String, by author: Author
    ) async throws(ProvisioningError) {
        let address = try Self.address(source)
        try refuseOverMistakes()
        if let place = trust.table.match(address) {
            let entry = trust.table.entries[place]
            throw ProvisioningError(
                .conflict,
                "\(address) is trusted already, by \(entry.text) of the trunk \(entry.trunk)")
        }
        do {
            _ = try trunksFile.allow(["\(address)"], on: name)
        } catch {
            throw ProvisioningError(error)
        }
        try await takeOverTrunks()
        await record("allow peer", "\(address) on \(name)", by: author)
    }

    package func silence(
        _ source: String, _ isSilenced: Bool, by author: Author
    ) async throws(ProvisioningError) {
        let address = try Self.address(source)
        let outcome: SilencedPeers.Outcome
        do {
            outcome = try SilencedPeers(directory: database.directory).silence(address, isSilenced)
        } catch {
            throw ProvisioningError(error)
        }
        switch outcome {
        case .done: break
        case .unchanged: return
        case .full:
            throw ProvisioningError(
                .exhausted, "\(SilencedPeers.most) sources are silenced already",
                remedy: "have some of them listed again first")
        }
        await record(isSilenced ? "silence peer" : "unsilence peer", "\(address)", by: author)
    }

    private static func address(_ text: String) throws(ProvisioningError) -> IPAddress {
        guard let address = IPAddress(text) else {
            throw ProvisioningError(
                .invalid, "\(text) is not an address",
                remedy: "write one such as 192.0.2.10 or 2001:db8::10")
        }
        return address
    }

    /// What a near miss is told by, as of now.
    private var admissionFacts: AdmissionFacts {
        var facts = AdmissionFacts(directory)
        facts.trunks = trust.trunks
        facts.resolved = trust.addresses
        facts.former = trust.former
        facts.own = settings.localAddresses + settings.publicAddresses
        return facts
    }

    // MARK: - Keeping

    /// Sources around the trunks and the presets are remembered longest.
    func preferNeighbours() {
        var facts = AdmissionFacts()
        facts.trunks = trust.trunks
        facts.resolved = trust.addresses
        facts.presets = directory.presets().presets
        reporter.refusals.prefer(facts.neighbourhoods)
    }

    /// Says which trunks lack what their preset has by now; changes nothing.
    private func noteDrift() {
        let presets = directory.presets()
        for mistake in presets.mistakes { logger.warning("configuration: \(mistake.description)") }
        let provenances = trunksFile.provenances()
        for trunk in trust.trunks {
            guard let made = provenances[trunk.name], let preset = presets.named(made.preset)
            else { continue }
            let drift = TrunkDrift(trunk, against: preset, madeFrom: made, refusals: [])
            guard !drift.missing.isEmpty else { continue }
            let command = "clearwater trunk diff \(trunk.name)"
            logger.notice(
                "the trunk \(trunk.name) lacks peers of its preset; see: \(command)",
                metadata: ["missing": "\(drift.missing.joined(separator: ","))"])
        }
    }

    /// Saves the refusals once a minute where there were any, until cancelled.
    func watchRefusals() async {
        preferNeighbours()
        noteDrift()
        var saved = reporter.refusals.revision
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(60))
            let revision = reporter.refusals.revision
            guard revision != saved, !Task.isCancelled else { continue }
            saved = revision
            saveRefusals()
        }
    }

    /// Nobody was refused since the start: what was saved before is as good.
    func saveRefusals() {
        guard reporter.refusals.revision > 0 else { return }
        do {
            try RefusalFile(directory: database.directory)
                .write(reporter.refusals, at: NodeClock.now().wall)
        } catch {
            logger.warning(
                "the refusals of the last day cannot be saved, and a restart will forget them",
                metadata: ["directory": "\(database.directory)", "why": "\(error)"])
        }
    }
}

extension RefusalLedger {
    /// As the node before this one left it; a file that cannot be read is told and forgotten.
    convenience init(directory: String, logger: Logger) {
        let file = RefusalFile(directory: directory)
        do {
            self.init(try file.read(at: NodeClock.now().wall))
        } catch {
            logger.warning(
                "the refusals of the last day cannot be read and are forgotten",
                metadata: ["file": "\(file.path)", "why": "\(error)"])
            self.init()
        }
    }

    /// Counts what the engine refused.
    func record(_ refusal: RequestOutcome, at now: WallTime) -> UInt32? {
        record(refusal.source.remote.address, refusal.reason, at: now) {
            "\(refusal.methodText) \(refusal.requestURI)"
        }
    }
}
