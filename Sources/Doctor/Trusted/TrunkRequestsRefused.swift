package import Troubleshooting

/// Whether a trunk sends what a trunk may not: REGISTER, `orig`, routes of its own.
package enum TrunkRequestsRefused: Examination {
    package static let code = "trunk_requests_refused"
    package static let part = DoctorCheck.Part.trusted
    package static let title = "Trunks send what trunks may"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil, case .known(let refused) = facts.refused else {
            return nil
        }
        let peers = refused.peers(for: "register_from_trunk", "orig_from_trunk", "foreign_route")
        guard let first = peers.first else {
            return .passed("No trunk was refused for what it sent in the last day.")
        }
        let evidence = peers.flatMap { $0.sentences(at: facts.at) }
        return peers.contains { $0.isRecent(at: facts.at) }
            ? .failed(evidence, remedy: first.remedy.asSentence)
            : .warning(evidence, remedy: first.remedy.asSentence)
    }
}
