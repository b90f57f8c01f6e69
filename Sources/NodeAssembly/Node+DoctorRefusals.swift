import DecisionTrace
import Determinism
import Doctor
import IMSEngine
import SIPTransports
import Subscribers
import Troubleshooting

/// What the doctor has to know of refusals.
extension Node {
    /// How many foreign hosts are asked for: each may take the name servers' whole patience.
    private static let mostHosts = 5

    func refusalFacts(at now: WallTime) async -> Fact<RefusalFacts> {
        let peers = refusedLately(at: now)
        let requests = peers.flatMap(\.asked).compactMap { AskedFor($0) }
        var known: Set<String> = []
        for user in Set(requests.compactMap(\.user)) where isNumber(user) { known.insert(user) }
        return .known(
            RefusalFacts(
                peers: peers, knownNumbers: known, leadHere: await whetherTheyLeadHere(peers)))
    }

    /// True for a number or a name that exists here.
    private func isNumber(_ user: String) -> Bool {
        guard let key = SubscriberKey(user) else { return false }
        return (try? database.record(for: key)) != nil
    }

    private func whetherTheyLeadHere(_ peers: [RefusedPeer]) async -> [String: Bool] {
        let foreign = peers.filter { $0.reason == OutcomeReason.foreignDomain.code }
        let hosts = Set(foreign.flatMap(\.asked).compactMap { AskedFor($0)?.host })
        let names = names
        let own = settings.reachableTargets
        return await withTaskGroup(of: (String, Bool?).self) { group in
            for host in hosts.sorted().prefix(Self.mostHosts) {
                group.addTask { (host, await names.facts(of: host, own: own).leadsHereIfKnown) }
            }
            var answers: [String: Bool] = [:]
            for await (host, leadsHere) in group { answers[host] = leadsHere }
            return answers
        }
    }

    private func refusedLately(at now: WallTime) -> [RefusedPeer] {
        reporter.refusals.lastHour(at: now).map { account, count in
            RefusedPeer(
                source: "\(account.source)", count: count,
                firstSeen: account.lastSeen.milliseconds * 1000,
                lastSeen: account.lastSeen.milliseconds * 1000, reason: account.reason.outcome.code,
                explanation: account.reason.explanation,
                asked: ["\(account.lastMethod) \(account.lastCalled)"], nearMisses: [],
                remedy: account.reason.remedy(for: account.source), isSilenced: false,
                canBeAllowed: account.reason == .untrustedSource)
        }
    }
}

extension Refusal.Reason {
    /// The same reason as outcomes have it.
    var outcome: OutcomeReason {
        switch self {
        case .untrustedSource: .untrustedSource
        case .registerFromTrunk: .registerFromTrunk
        case .origFromTrunk: .origFromTrunk
        case .foreignDomain: .foreignDomain
        case .foreignRoute: .foreignRoute
        case .badFlowToken: .badFlowToken
        case .wrongCredentials: .wrongCredentials
        case .unknownUser: .unknownUser
        case .barredIdentity: .barredIdentity
        }
    }
}
