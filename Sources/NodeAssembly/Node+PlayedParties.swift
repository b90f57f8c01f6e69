import Determinism
import IMSEngine
import IMSFunctions
import NetworkAddresses
import Rehearsal
import SIPTransports
import Subscribers
import Troubleshooting

/// Who a test is to the engine.
enum PlayedRole: Equatable {
    case trunk(String)
    case stranger
    /// Another subscriber, who calls on-net.
    case subscriber

    /// A name that no operator gives.
    static let subscriberName = "played-subscriber"

    /// What makes it trusted; nil for who is no trunk.
    func entry(at source: SocketEndpoint) -> TrunkTable.Entry? {
        guard case .trunk(let name) = self else { return nil }
        return TrunkTable.Entry(trunk: name, socket: source, text: "\(source), for a test")
    }
}

/// Who is played, and what has to be said about it.
struct Introduction {
    var who: String
    var remedy: String?
    var caution: String?
}

/// The parties of a test as the engine knows them, and as people are told of them.
extension Node {
    /// What is different for its requests, and for nobody else's.
    func party(
        of test: TrunkTest, _ plan: TrunkTestPlan, as role: PlayedRole
    ) -> StagedParty {
        var party = StagedParty()
        if let phone = test.phoneEndpoint { party.phone = binding(plan.order.number, at: phone) }
        if role == .subscriber {
            let name = PlayedRole.subscriberName
            party.caller = SubscriberRecord(
                subscriber: Subscriber(id: 0, user: name, digestHashes: []),
                bindings: [binding(name, at: test.source)])
        }
        return party
    }

    private func binding(_ user: String, at endpoint: SocketEndpoint) -> Binding {
        let now = NodeClock.now().wall
        return Binding(
            contact: Array("sip:\(user)@\(endpoint)".utf8), parameters: [], path: [],
            callID: Array("test".utf8), cseq: 1, q: 1000,
            expires: WallTime(milliseconds: now.milliseconds + 120_000),
            flow: Flow(
                transport: .udp, local: settings.listener(over: .udp) ?? endpoint,
                remote: endpoint),
            userAgent: Array("built-in".utf8), registered: now)
    }

    /// What is played, before anything is.
    func steps(
        of plan: TrunkTestPlan, _ introduction: Introduction, source: SocketEndpoint
    ) -> [TrunkTestReport.Step] {
        let number = plan.order.number
        let transport = plan.overTCP ? "TCP" : "UDP"
        var steps = [
            TrunkTestReport.Step(
                isAsExpected: true,
                sentence: "\(introduction.who) is played from \(source) over \(transport) towards"
                    + " \(plan.node): \(plan.dialect.description).",
                remedy: introduction.remedy)
        ]
        if let caution = introduction.caution {
            steps.append(TrunkTestReport.Step(isAsExpected: true, sentence: caution))
        }
        if !plan.hasBuiltInPhone, let phones = phoneCount(number), phones > 0 {
            let phones = phones == 1 ? "1 registered phone" : "\(phones) registered phones"
            steps.append(
                TrunkTestReport.Step(
                    isAsExpected: true,
                    sentence: "\(number) has \(phones): really called, for at most 20 s."))
        }
        return steps
    }

    private func phoneCount(_ number: String) -> Int? {
        let now = NodeClock.now().wall
        guard let key = SubscriberKey(number), let record = try? database.record(for: key) else {
            return nil
        }
        return record.bindings.count { $0.expires > now }
    }
}
