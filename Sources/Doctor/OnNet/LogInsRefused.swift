package import Troubleshooting

/// Whether a phone of the number was refused for its password or its name.
package enum LogInsRefused: Examination {
    package static let code = "log_ins_refused"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "Phones log in"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil, case .known(let refused) = facts.refused else {
            return nil
        }
        let peers = refused.peers(for: "wrong_credentials", "unknown_user", "barred_identity")
        let own = peers.filter { isMeant($0, facts.number) }
        guard let first = own.first else {
            return .passed("No log-in was refused in the last day.")
        }
        // Anybody may guess passwords; who has a phone on meanwhile has the right one.
        let phones = facts.number?.holder.value??.phones ?? []
        let isRegistered = phones.contains { $0.expires > facts.at }
        let evidence = own.flatMap { $0.sentences(at: facts.at) }
        guard facts.number != nil, !isRegistered, own.contains(where: { $0.isRecent(at: facts.at) })
        else {
            return .warning(evidence, remedy: first.remedy.asSentence)
        }
        return .failed(evidence, remedy: remedy(first, facts))
    }

    /// A REGISTER names the domain, not the number: the source is all that is known of it.
    private static func isMeant(_ peer: RefusedPeer, _ number: NumberFacts?) -> Bool {
        guard let key = number?.key else { return true }
        return peer.asked.contains { asked in
            guard let request = AskedFor(asked) else { return false }
            return request.method == "REGISTER" || request.user == key
        }
    }

    private static func remedy(_ peer: RefusedPeer, _ facts: DoctorFacts) -> String {
        guard peer.reason == "wrong_credentials",
            let user = facts.number?.holder.value??.user
        else { return peer.remedy.asSentence }
        return "Give the phone its password, or set a new one: "
            + facts.place.command("subscriber set-password \(user)")
    }
}
