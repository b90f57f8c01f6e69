package import Troubleshooting

/// Whether every peer that is trusted by name stands for an address.
package enum TrustedNamesResolve: Examination {
    package static let code = "trusted_names_resolve"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "Trusted host names have addresses"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        var evidence: [String] = []
        var missing: [(trunk: TrunkFacts, name: String)] = []
        for trunk in facts.trunks {
            for peer in trunk.peers {
                guard let addresses = peer.addresses else { continue }
                if addresses.isEmpty { missing.append((trunk, peer.entry)) }
                evidence.append(
                    "\(peer.entry) of \(trunk.name) = "
                        + (addresses.isEmpty
                            ? "no address: nothing is trusted by it."
                            : addresses.joined(separator: ", ") + "."))
            }
        }
        guard !evidence.isEmpty else { return nil }
        guard let first = missing.first else { return .passed(evidence) }
        return .failed(
            evidence,
            remedy: "See what the DNS says: dig \(first.name); if the name is wrong, correct it in"
                + " \(first.trunk.origin ?? "the trunk"), or write the addresses themselves.")
    }
}
