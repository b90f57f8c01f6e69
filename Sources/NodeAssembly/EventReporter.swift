package import IMSEngine
package import Logging
package import NetworkAddresses
import SIPTransports
import Synchronization

/// Turns what the engine says into log lines and counters.
package final class EventReporter: Sendable {
    private let logger: Logger
    package let refusals = RefusalLedger()
    private let discards = Mutex<[DiscardReason: Int]>([:])
    private let lastOverload = Mutex<Int64>(0)

    package init(logger: Logger) { self.logger = logger }

    package func report(_ event: EngineEvent) {
        switch event {
        case .refused(let refusal): report(refusal)
        case .registered(let user, let flow, let contacts):
            logger.info(
                "registered",
                metadata: [
                    "user": "\(user)", "from": "\(flow.remote)",
                    "transport": "\(flow.transport.uriName)",
                    "contacts": "\(contacts)",
                ])
        case .unregistered(let user):
            logger.info("unregistered", metadata: ["user": "\(user)"])
        case .discarded(let reason, let flow):
            discards.withLock { $0[reason, default: 0] += 1 }
            logger.debug(
                "discarded", metadata: ["why": "\(reason.rawValue)", "from": "\(flow.remote)"])
        case .overloaded(let table):
            reportOverload(table)
        }
    }

    package var discarded: [DiscardReason: Int] { discards.withLock { $0 } }

    /// At most one line a second and source.
    private func report(_ refusal: Refusal) {
        guard let unlogged = refusals.record(refusal, at: NodeClock.now().wall) else { return }
        var metadata: Logger.Metadata = [
            "source": "\(refusal.source.remote)",
            "transport": "\(refusal.source.transport.uriName)",
            "method": "\(refusal.method)", "called": "\(refusal.requestURI)",
            "call-id": "\(refusal.callID)",
            "status": "\(refusal.status)", "why": "\(refusal.reason.explanation)",
            "remedy": "\(refusal.reason.remedy(for: refusal.source.remote.address))",
        ]
        if unlogged > 0 { metadata["unlogged-before"] = "\(unlogged)" }
        logger.notice("refused", metadata: metadata)
    }

    private func reportOverload(_ table: StaticString) {
        let second = NodeClock.now().wall.seconds
        let isFirst = lastOverload.withLock { last in
            defer { last = second }
            return last != second
        }
        if isFirst { logger.warning("overloaded: answering 503", metadata: ["table": "\(table)"]) }
    }
}

extension Refusal.Reason {
    /// Why, for people.
    package var explanation: String {
        switch self {
        case .untrustedSource: "the source is neither a trusted trunk nor a registered phone"
        case .registerFromTrunk: "a trunk may not register"
        case .origFromTrunk: "a trunk may not ask for originating treatment"
        case .foreignDomain: "the called domain is not ours"
        case .foreignRoute: "a trunk may not choose the route"
        case .badFlowToken: "the request belongs to no dialog of ours"
        case .wrongCredentials: "wrong user name or password"
        case .unknownUser: "no such subscriber"
        case .barredIdentity: "the caller's identity is barred: it may register and nothing else"
        }
    }

    /// What the operator can do if the refusal was not wanted.
    package func remedy(for source: IPAddress) -> String {
        switch self {
        case .untrustedSource, .badFlowToken:
            "if this is your provider: clearwater trunk add NAME \(source)"
        case .registerFromTrunk:
            "if a phone sits at this address, take it out of the trunk: clearwater trunk check \(source)"
        case .origFromTrunk, .foreignRoute:
            "have the provider send without Route headers"
        case .foreignDomain:
            "have the provider dial NUMBER@ your home_domain or this node's address, or add the domain as alias_list"
        case .wrongCredentials:
            "set the phone's password anew: clearwater subscriber set-password NUMBER"
        case .unknownUser:
            "clearwater subscriber add NUMBER"
        case .barredIdentity:
            "have the phone call as another identity of its set, or take the barring indication away"
        }
    }
}
