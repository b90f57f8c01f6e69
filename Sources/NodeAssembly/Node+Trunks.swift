import NodeConfiguration
package import Provisioning

/// Trunks as the operator's pages change them: by the same file as the command does.
extension Node {
    package func trunks() -> [TrunkCard] {
        let file = trunksFile.path
        return trust.trunks.map { trunk in
            TrunkCard(
                name: trunk.name, peers: trunk.entries.map(\.text),
                origin: trunk.origin.description, isEditable: trunk.origin.file == file,
                unresolved: trunk.entries.compactMap { entry in
                    guard case .hostName(let name) = entry.kind,
                        trust.addresses[name, default: []].isEmpty
                    else { return nil }
                    return entry.text
                })
        }
    }

    package func trunkPresets() -> [TrunkPresetCard] {
        directory.presets().presets.map {
            TrunkPresetCard(
                name: $0.name, provider: $0.provider, peers: $0.peers, asOf: $0.asOf,
                cautions: $0.cautions, sources: $0.sources, file: $0.origin?.file)
        }
    }

    package func complaints(aboutTrunk name: String, peers: [String]) -> [FieldComplaint] {
        trunksFile.complaints(about: name, peers: peers, besides: settings.trunks).map {
            FieldComplaint(field: $0.part.rawValue, message: $0.message)
        }
    }

    package func addTrunk(
        _ name: String, peers: [String], by author: Author
    ) async throws(ProvisioningError) {
        try refuseOverMistakes()
        let complaints = complaints(aboutTrunk: name, peers: peers)
        guard complaints.isEmpty else {
            throw ProvisioningError(
                .invalid, complaints.map(\.message).joined(separator: " ").withoutFullStop)
        }
        do {
            // A preset's own peers bring its date and source along, as the command does.
            let presets = directory.presets().presets
            if let preset = presets.first(where: { Set($0.peers) == Set(peers) }) {
                _ = try trunksFile.add(preset, as: name)
            } else {
                _ = try trunksFile.add(name, peers: peers)
            }
        } catch {
            throw ProvisioningError(error)
        }
        try await takeOverTrunks()
        await record("add trunk", "\(name): \(peers.joined(separator: ", "))", by: author)
    }

    package func removeTrunk(_ name: String, by author: Author) async throws(ProvisioningError) {
        try refuseOverMistakes()
        let removed: TrunkDefinition
        do {
            removed = try trunksFile.remove(name)
        } catch {
            throw ProvisioningError(error)
        }
        try await takeOverTrunks()
        let peers = removed.entries.map(\.text).joined(separator: ", ")
        await record("remove trunk", "\(name): \(peers)", by: author)
    }

    var trunksFile: TrunksFile { TrunksFile(directory) }

    /// While there are mistakes in the files nothing new comes into force, and a page that says
    /// "added" would lie.
    func refuseOverMistakes() throws(ProvisioningError) {
        let found = directory.load().mistakes
        guard found.isEmpty else { throw Self.keptBack(by: found) }
    }

    /// Reads the file, has names resolved, and waits until the engine counts with them.
    func takeOverTrunks() async throws(ProvisioningError) {
        let loaded = reload()
        guard loaded.mistakes.isEmpty else { throw Self.keptBack(by: loaded.mistakes) }
        await resolveTrustedNames()
        // Behind what was posted: the loop does one after the other.
        try? await group.next().submit {}.get()
    }

    private static func keptBack(by mistakes: [ConfigurationMistake]) -> ProvisioningError {
        let list = mistakes.map(\.description).joined(separator: " ").withoutFullStop
        return ProvisioningError(
            .conflict, "the configuration files have mistakes, and until they are mended nothing"
                + " new comes into force: \(list)",
            remedy: "mend them and try again")
    }
}

extension ProvisioningError {
    /// What keeps the file of trunks from being changed.
    init(_ error: TrunksFileError) {
        let kind: Kind =
            switch error {
            case .badName, .noPeers, .badPeers: .invalid
            case .reservedName: .forbidden
            case .nameTaken, .changedMeanwhile: .conflict
            case .noSuchTrunk: .notFound
            case .unreadable, .cannotWrite: .unavailable
            }
        self.init(
            kind,
            error.description.split(separator: "\n").joined(separator: " ").withoutFullStop)
    }
}

extension String {
    fileprivate var withoutFullStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
