package import Troubleshooting

/// Whether anybody is trusted to bring calls.
package enum TrunksConfigured: Examination {
    package static let code = "trunks_configured"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "There is a trunk"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.configuration.isUsable || facts.node.running != nil else { return nil }
        guard facts.trunks.contains(where: { !$0.peers.isEmpty }) else {
            return .warning(
                "No trunk has a peer: every provider's requests are answered 403.",
                remedy: "Name your provider's addresses: "
                    + facts.place.command("trunk add NAME ADDRESS")
                    + ", or " + facts.place.command("trunk add --preset voxbone"))
        }
        return .passed(
            facts.trunks.map { trunk in
                let peers = trunk.peers.map(\.entry).joined(separator: ", ")
                return "\(trunk.name): \(peers)" + (trunk.origin.map { " (\($0))." } ?? ".")
            })
    }
}
