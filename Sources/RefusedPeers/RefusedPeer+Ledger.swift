package import DecisionTrace
package import Determinism
package import NetworkAddresses
package import Troubleshooting

extension RefusedPeer {
    /// How many sources are listed at most, and reasoned about.
    private static let mostListed = 1000

    /// The refused sources of the last day, most refused first, the silenced last.
    package static func all(
        of ledger: RefusalLedger, at now: WallTime, facts: AdmissionFacts,
        silenced: Set<IPAddress>
    ) -> [RefusedPeer] {
        let listed = ledger.lastDay(at: now).prefix(mostListed).map { account, count in
            RefusedPeer(
                account, count: count, facts: facts, isSilenced: silenced.contains(account.source))
        }
        return listed.filter { !$0.isSilenced } + listed.filter(\.isSilenced)
    }

    init(_ account: RefusalAccount, count: Int, facts: AdmissionFacts, isSilenced: Bool) {
        let source = account.source
        let isStranger = account.reason.isForUnknownSource
        let near =
            isStranger ? facts.nearMisses(of: source, placesCalls: account.placesCalls) : []
        let remedy =
            isStranger
            ? near.lazy.compactMap(\.remedy).first
                ?? "if this is your provider: \(AdmissionFacts.admission(of: source))"
            : account.reason.remedy(for: source) ?? ""
        self.init(
            source: "\(source)", count: count,
            firstSeen: account.firstSeen.milliseconds * 1000,
            lastSeen: account.lastSeen.milliseconds * 1000,
            reason: account.reason.code, explanation: account.explanation,
            asked: account.asked.reversed(), nearMisses: near.map(\.sentence), remedy: remedy,
            isSilenced: isSilenced,
            canBeAllowed: isStranger && !near.contains { $0.kind == .trustedByNow })
    }
}

extension OutcomeReason {
    /// True where trusting the address would have let the request in.
    package var isForUnknownSource: Bool { self == .untrustedSource || self == .badFlowToken }
}

extension RefusalAccount {
    fileprivate var explanation: String {
        guard !otherReasons.isEmpty else { return reason.explanation }
        let others = otherReasons.reversed().map(\.explanation).joined(separator: "; ")
        return "\(reason.explanation) (earlier: \(others))"
    }

    /// Where nothing was kept of what it asked for it may have been a call.
    fileprivate var placesCalls: Bool {
        asked.isEmpty || asked.contains { !$0.hasPrefix("REGISTER ") && !$0.hasPrefix("OPTIONS ") }
    }
}
