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
    /// Trusted for a demonstration, until it is over.
    var demonstration: [IPAddress] = []

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
