import NetworkAddresses
import NodeConfiguration

/// Near misses by what providers publish, and by what looks alike.
extension AdmissionFacts {
    func presetsThatHave(_ source: IPAddress) -> [NearMiss] {
        published.flatMap { list -> [NearMiss] in
            let preset = list.preset
            if let group = list.groups.first(where: { $0.prefixes.hold(source) }) {
                return [missing(source, list, group.purpose)]
            }
            if list.unconfirmed.hold(source) {
                return [
                    NearMiss(
                        .unconfirmedAddress,
                        "others name it as an address of \(preset.provider), and the preset"
                            + " \(preset.name) does not",
                        remedy: "if the provider confirms it: "
                            + (trunk(of: list).map { admission(of: source, to: $0) }
                                ?? Self.admission(of: source)))
                ]
            }
            if list.media.hold(source) {
                return [
                    NearMiss(
                        .mediaAddress,
                        "it is where the sound of \(preset.provider) comes from, not its signalling"
                    )
                ]
            }
            return []
        }
    }

    private func missing(
        _ source: IPAddress, _ list: PublishedAddresses, _ purpose: String
    ) -> NearMiss {
        let preset = list.preset
        let what =
            "it is an address for \(purpose) of the preset \(preset.name) (as of \(preset.asOf))"
        for trunk in trunks {
            let typos = trunk.entries.lazy.compactMap { Self.misspelling($0, of: source) }
            guard let typo = typos.first(where: { !list.prefixes.contains(IPPrefix(host: $0)) })
            else { continue }
            return NearMiss(
                .missingFromTrunk,
                what + "; the trunk \(trunk.name) (\(trunk.origin)) has \(typo) in its place",
                remedy: "correct \(typo) to \(source) in \(trunk.origin)")
        }
        guard let trunk = trunk(of: list) else {
            let isTaken = trunks.contains { $0.name == preset.name }
            return NearMiss(
                .presetUnused, what + ", which no trunk uses",
                remedy: "clearwater trunk add --preset \(preset.name)" + (isTaken ? " NAME" : ""))
        }
        let age = provenances[trunk.name].flatMap(\.asOf).flatMap { asOf in
            asOf == preset.asOf ? nil : ", which was made from its list as of \(asOf),"
        }
        return NearMiss(
            .missingFromTrunk,
            what + ", and the trunk \(trunk.name) (\(trunk.origin))\(age ?? "") lacks it",
            remedy: admission(of: source, to: trunk))
    }

    /// The trunk that stands for a provider: made from its preset, or sharing an address with it.
    func trunk(of list: PublishedAddresses) -> TrunkDefinition? {
        let name = list.preset.name
        if let made = trunks.first(where: { provenances[$0.name]?.preset == name }) {
            return made
        }
        let kinds = Set(list.prefixes.map { TrunkEntry.Kind.prefix($0) })
        return trunks.first { $0.entries.contains { kinds.contains($0.kind) } }
            ?? trunks.first { $0.name == name }
    }

    // MARK: - What looks alike

    /// Entries of trunks that differ from the source as a slip of the pen does.
    func written(wrongly source: IPAddress) -> [NearMiss] {
        let known = Set(published.flatMap(\.prefixes))
        return trunks.flatMap { trunk in
            trunk.entries.compactMap { entry in
                guard let typo = Self.misspelling(entry, of: source),
                    !known.contains(IPPrefix(host: typo))
                else { return nil }
                return NearMiss(
                    .writtenWrongly,
                    "it differs by a slip of the pen from \(typo) of the trunk \(trunk.name)"
                        + " (\(trunk.origin))",
                    remedy: "if \(typo) is a mistake, correct it in \(trunk.origin); else"
                        + " \(admission(of: source, to: trunk))")
            }
        }
    }

    /// - Returns: the entry's address, where one digit or the order of two parts is all that
    ///   differs.
    private static func misspelling(_ entry: TrunkEntry, of source: IPAddress) -> IPAddress? {
        guard case .prefix(let prefix) = entry.kind, prefix.isHost,
            prefix.address.isV4 == source.isV4
        else { return nil }
        let (left, right) = (prefix.address.parts, source.parts)
        let differing = left.indices.filter { left[$0] != right[$0] }
        if differing.count == 1 {
            let place = differing[0]
            let base = source.isV4 ? 10 : 16
            let distance = editDistance(
                Array(String(left[place], radix: base).utf8),
                Array(String(right[place], radix: base).utf8))
            return distance == 1 ? prefix.address : nil
        }
        guard differing.count == 2 else { return nil }
        let (first, second) = (differing[0], differing[1])
        let isSwapped = left[first] == right[second] && left[second] == right[first]
        return isSwapped ? prefix.address : nil
    }

    private static let mostNeighbours = 3

    /// What is trusted or published in the same /24, or /48 of IPv6.
    func neighbours(of source: IPAddress) -> [NearMiss] {
        let network = IPPrefix(neighbourhoodOf: source)
        var found: [NearMiss] = []
        for trunk in trunks {
            guard let (entry, address) = neighbour(in: trunk.entries, network) else { continue }
            let text = entry.text == "\(address)" ? entry.text : "\(address) (\(entry.text))"
            found.append(
                NearMiss(
                    .sameNetwork,
                    "it is in the same network, \(network), as \(text) of the trunk \(trunk.name)",
                    remedy: "if it is the same provider: \(admission(of: source, to: trunk))"))
        }
        for list in published where trunk(of: list) == nil {
            guard let near = list.prefixes.first(where: { network.contains($0.address) }) else {
                continue
            }
            found.append(
                NearMiss(
                    .sameNetwork,
                    "it is in the same network, \(network), as \(near) of the preset"
                        + " \(list.preset.name), which no trunk uses",
                    remedy: "if it is that provider: \(Self.admission(of: source))"))
        }
        return Array(found.prefix(Self.mostNeighbours))
    }

    private func neighbour(
        in entries: [TrunkEntry], _ network: IPPrefix
    ) -> (TrunkEntry, IPAddress)? {
        for entry in entries {
            switch entry.kind {
            case .prefix(let prefix):
                if network.contains(prefix.address) { return (entry, prefix.address) }
            case .hostName(let name):
                if let address = resolved[name]?.first(where: network.contains) {
                    return (entry, address)
                }
            }
        }
        return nil
    }
}

extension IPAddress {
    /// Four octets, or eight groups of IPv6.
    fileprivate var parts: [UInt16] {
        if let v4 { return (0..<4).map { UInt16(v4 >> (24 - 8 * $0) & 0xFF) } }
        return (0..<8).map { UInt16(truncatingIfNeeded: bits >> (112 - 16 * $0)) }
    }
}
