package import Determinism
package import NetworkAddresses
package import NodeConfiguration

/// What decides whom the node takes for a trunk, and what might: all that a near miss is told by.
package struct AdmissionFacts: Sendable {
    /// In force.
    package var trunks: [TrunkDefinition] = []
    /// What host names stand for now; empty for one that stands for nothing.
    package var resolved: [String: [IPAddress]] = [:]
    /// What host names stood for before, and until when.
    package var former: [String: [IPAddress: WallTime]] = [:]
    /// As the files have them now; the same as `trunks` unless a mistake keeps them from force.
    package var written: [TrunkDefinition] = []
    /// Mistakes of the files as they are now.
    package var mistakes: [ConfigurationMistake] = []
    package var mentions: [ConfigurationMention] = []
    /// The presets, ready to be compared.
    private(set) var published: [PublishedAddresses] = []
    /// Which preset a trunk was made from, by the trunk's name.
    package var provenances: [String: PresetProvenance] = [:]
    /// Addresses of this node.
    package var own: [IPAddress] = []

    package init() {}

    package var presets: [TrunkPreset] {
        get { published.map(\.preset) }
        set { published = newValue.map(PublishedAddresses.init) }
    }

    /// The trunk and the entry that make a source trusted now.
    func trust(in source: IPAddress) -> (TrunkDefinition, TrunkEntry)? {
        Self.trust(in: source, trunks) { resolved[$0] ?? [] }
    }

    func writtenTrust(in source: IPAddress) -> (TrunkDefinition, TrunkEntry)? {
        Self.trust(in: source, written) { resolved[$0] ?? [] }
    }

    private static func trust(
        in source: IPAddress, _ trunks: [TrunkDefinition], _ addresses: (String) -> [IPAddress]
    ) -> (TrunkDefinition, TrunkEntry)? {
        for trunk in trunks {
            for entry in trunk.entries {
                let isTrusted =
                    switch entry.kind {
                    case .prefix(let prefix): prefix.contains(source)
                    case .hostName(let name): addresses(name).contains(source)
                    }
                if isTrusted { return (trunk, entry) }
            }
        }
        return nil
    }

    /// The networks around everything that is or may be meant to be trusted.
    package var neighbourhoods: Set<IPPrefix> {
        var networks: Set<IPPrefix> = []
        for prefix in published.flatMap(\.prefixes) {
            networks.insert(IPPrefix(neighbourhoodOf: prefix.address))
        }
        for entry in trunks.flatMap(\.entries) {
            switch entry.kind {
            case .prefix(let prefix): networks.insert(IPPrefix(neighbourhoodOf: prefix.address))
            case .hostName(let name):
                for address in resolved[name] ?? [] {
                    networks.insert(IPPrefix(neighbourhoodOf: address))
                }
            }
        }
        return networks
    }

    // MARK: - What would let it in

    /// The command, or the line where a command does not write.
    func admission(of source: IPAddress, to trunk: TrunkDefinition) -> String {
        guard trunk.name == TrunkDefinition.optionName else {
            return "clearwater trunk allow \(source) --trunk \(trunk.name)"
        }
        let peers = (trunk.entries.map(\.text) + ["\(source)"]).joined(separator: ",")
        return "write \(TrunkDefinition.optionName)=\(peers) in \(trunk.origin)"
    }

    /// For a source that is in no trunk's surroundings.
    package static func admission(of source: IPAddress) -> String {
        "clearwater trunk allow \(source) --trunk NAME"
    }
}
