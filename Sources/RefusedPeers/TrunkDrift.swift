package import NetworkAddresses
package import NodeConfiguration

/// How what a trunk trusts differs from the preset at hand, and what that cost.
package struct TrunkDrift: Codable, Hashable, Sendable {
    package var trunk: String
    /// `FILE:LINE`
    package var origin: String
    package var preset: String
    package var provider: String
    /// How old the preset's list is.
    package var asOf: String
    /// How old the list was that the trunk was made from; nil where that is not known.
    package var madeAsOf: String?
    /// Peers of the preset that the trunk does not trust.
    package var missing: [String]
    /// Peers of the trunk that the preset does not have; they may be the operator's own.
    package var surplus: [String]
    /// Refusals of the last day that the missing peers would have let in.
    package var accepted: [Accepted]
    /// Refusals of the last day, for being unknown, of whomever.
    package var refused: Int
    package var cautions: [String]

    package struct Accepted: Codable, Hashable, Sendable {
        package var source: String
        package var count: Int

        package init(source: String, count: Int) {
            self.source = source
            self.count = count
        }
    }

    /// - Parameter refusals: sources that were refused for being unknown, with how often.
    package init(
        _ trunk: TrunkDefinition, against preset: TrunkPreset, madeFrom: PresetProvenance?,
        refusals: [(source: IPAddress, count: Int)]
    ) {
        self.trunk = trunk.name
        origin = trunk.origin.description
        self.preset = preset.name
        provider = preset.provider
        asOf = preset.asOf
        madeAsOf = madeFrom?.preset == preset.name ? madeFrom?.asOf : nil
        let held = trunk.entries.compactMap(\.prefix)
        let published = preset.entries.compactMap(\.prefix)
        let absent = published.filter { wanted in !held.contains { $0.covers(wanted) } }
        missing = absent.map(\.description)
        surplus = trunk.entries.filter { entry in
            guard let prefix = entry.prefix else { return true }
            return !published.contains { $0.covers(prefix) || prefix.covers($0) }
        }.map(\.text)
        accepted = refusals.filter { absent.hold($0.source) }.map {
            Accepted(source: "\($0.source)", count: $0.count)
        }
        refused = refusals.reduce(0) { $0 + $1.count }
        cautions = preset.cautions
    }

    package var acceptedCount: Int { accepted.reduce(0) { $0 + $1.count } }

    /// The command that adds what is missing, or the line where a command does not write.
    package var command: String? {
        guard !missing.isEmpty else { return nil }
        guard trunk == TrunkDefinition.optionName else {
            return "clearwater trunk allow \(missing.joined(separator: " ")) --trunk \(trunk)"
        }
        return "add \(missing.joined(separator: ",")) to \(trunk) in \(origin)"
    }
}

extension TrunkEntry {
    fileprivate var prefix: IPPrefix? {
        if case .prefix(let prefix) = kind { prefix } else { nil }
    }
}

extension IPPrefix {
    fileprivate func covers(_ other: IPPrefix) -> Bool {
        length <= other.length && contains(other.address)
    }
}
