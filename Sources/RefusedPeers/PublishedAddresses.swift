import NetworkAddresses
import NodeConfiguration

/// The addresses of a preset, ready to be compared with many sources.
struct PublishedAddresses: Sendable {
    let preset: TrunkPreset
    /// Trusted by a trunk of it, by purpose.
    let groups: [(purpose: String, prefixes: [IPPrefix])]
    let unconfirmed: [IPPrefix]
    let media: [IPPrefix]

    init(_ preset: TrunkPreset) {
        self.preset = preset
        groups = preset.groups.map { ($0.purpose, Self.prefixes($0.peers)) }
        unconfirmed = Self.prefixes(preset.unconfirmed)
        media = Self.prefixes(preset.media)
    }

    var prefixes: [IPPrefix] { groups.flatMap(\.prefixes) }

    private static func prefixes(_ peers: [String]) -> [IPPrefix] {
        TrunkPreset.entries(of: peers).compactMap {
            if case .prefix(let prefix) = $0.kind { prefix } else { nil }
        }
    }
}

extension [IPPrefix] {
    func hold(_ source: IPAddress) -> Bool { contains { $0.contains(source) } }
}
