import DecisionTrace
import Doctor
import IMSEngine
import IMSFunctions
import NetworkAddresses
import Provisioning
import SIPTransports
import Subscribers
import Troubleshooting

/// What the doctor has to know of refusals.
extension Node {
    /// How many foreign hosts are asked for: each may take the name servers' whole patience.
    private static let mostHosts = 5

    /// Those of the last day whose cause is still there.
    func refusalFacts() async -> Fact<RefusalFacts> {
        let peers: [RefusedPeer]
        do {
            peers = try await refusedPeers().filter { !isMended($0) }
        } catch {
            return .unknown(error.what)
        }
        let requests = peers.flatMap(\.asked).compactMap { AskedFor($0) }
        let known = Set(requests.compactMap(\.user)).filter(isNumber)
        return .known(
            RefusalFacts(
                peers: peers, knownNumbers: known, leadHere: await whetherTheyLeadHere(peers)))
    }

    /// True where the same request would not be refused for the same reason now.
    private func isMended(_ peer: RefusedPeer) -> Bool {
        switch OutcomeReason(code: peer.reason) {
        case .untrustedSource:
            return IPAddress(peer.source).map { trust.table.match($0) != nil } ?? false
        case .foreignDomain:
            let home = EngineSettings(settings, trunks: trust.table).home
            let hosts = peer.asked.compactMap { AskedFor($0)?.host }
            return !hosts.isEmpty
                && hosts.allSatisfy { home.standing(ofHost: $0.utf8.span) != .foreign }
        default: return false
        }
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
}
