import Determinism
import IMSFunctions
import NetworkAddresses
import NodeConfiguration

/// The trust table in force: the configured entries, with host names replaced by the addresses that
/// they have now.
struct TrunkResolution: Equatable {
    var trunks: [TrunkDefinition] = []
    /// What each host name resolved to, by name; a name without an entry is trusted with no
    /// address.
    var addresses: [String: [IPAddress]] = [:]
    /// What names resolved to before, and until when: a provider may still send from there.
    private(set) var former: [String: [IPAddress: WallTime]] = [:]
    /// Trusted for a demonstration, until it is over.
    var demonstration: [IPAddress] = []

    /// Former addresses of a name beyond this number are not remembered.
    private static let mostFormer = 32

    /// Remembers the addresses that a name stands for no longer.
    mutating func left(_ name: String, for new: [IPAddress], at now: WallTime) {
        var former = former[name] ?? [:]
        for address in new { former[address] = nil }
        for address in addresses[name] ?? [] where !new.contains(address) {
            former[address] = now
        }
        while former.count > Self.mostFormer, let oldest = former.min(by: { $0.value < $1.value }) {
            former[oldest.key] = nil
        }
        self.former[name] = former
        self.former = self.former.filter { hostNames.contains($0.key) }
    }

    var hostNames: Set<String> {
        Set(
            trunks.flatMap(\.entries).compactMap { entry in
                if case .hostName(let name) = entry.kind { name } else { nil }
            })
    }

    var table: TrunkTable {
        var entries: [TrunkTable.Entry] = []
        for trunk in trunks {
            for entry in trunk.entries {
                for prefix in prefixes(of: entry) {
                    entries.append(
                        TrunkTable.Entry(trunk: trunk.name, prefix: prefix, text: entry.text))
                }
            }
        }
        for address in demonstration {
            entries.append(
                TrunkTable.Entry(
                    trunk: "demonstration", prefix: IPPrefix(host: address), text: "\(address)"))
        }
        return TrunkTable(entries)
    }

    private func prefixes(of entry: TrunkEntry) -> [IPPrefix] {
        switch entry.kind {
        case .prefix(let prefix): [prefix]
        case .hostName(let name): (addresses[name] ?? []).map { IPPrefix(host: $0) }
        }
    }
}
