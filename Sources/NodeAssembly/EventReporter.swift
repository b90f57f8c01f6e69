package import IMSEngine
import Logging
package import RefusedPeers
import SIPTransports
import Synchronization

/// Turns what the engine says into log lines and counters.
package final class EventReporter: Sendable {
    let logger: Logger
    let telemetry: NodeTelemetry
    package let refusals: RefusalLedger
    private let discards = Mutex<[DiscardReason: Int]>([:])
    private let lastOverload = Mutex<Int64>(0)
    private let overloadCount = Atomic<Int>(0)

    init(logger: Logger, telemetry: NodeTelemetry, refusals: RefusalLedger) {
        self.logger = logger
        self.telemetry = telemetry
        self.refusals = refusals
    }

    package func report(_ event: EngineEvent) {
        switch event {
        case .answered(let outcome):
            take(outcome)
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
        case .probed(let outcome):
            report(outcome)
        }
    }

    package var discarded: [DiscardReason: Int] { discards.withLock { $0 } }
    /// Requests that found a table full.
    package var overloads: Int { overloadCount.load(ordering: .relaxed) }

    /// Of what is played by a test nothing is kept but its line.
    private func take(_ outcome: RequestOutcome) {
        logAnswer(outcome)
        guard !outcome.isPlayed else { return }
        telemetry.take(outcome)
        if outcome.reason.isRefusal { report(outcome) }
    }

    /// At most one line a second and source.
    private func report(_ refusal: RequestOutcome) {
        guard let unlogged = refusals.record(refusal, at: NodeClock.now().wall) else { return }
        var metadata: Logger.Metadata = [
            "source": "\(refusal.source.remote)",
            "transport": "\(refusal.source.transport.uriName)",
            "method": "\(refusal.methodText)", "called": "\(refusal.requestURI)",
            "call-id": "\(refusal.callID)",
            "status": "\(refusal.status)", "why": "\(refusal.reason.explanation)",
            "remedy": "\(refusal.reason.remedy(for: refusal.source.remote.address) ?? "")",
        ]
        if unlogged > 0 { metadata["unlogged-before"] = "\(unlogged)" }
        logger.notice("refused", metadata: metadata)
    }

    private func reportOverload(_ table: StaticString) {
        overloadCount.add(1, ordering: .relaxed)
        let second = NodeClock.now().wall.seconds
        let isFirst = lastOverload.withLock { last in
            defer { last = second }
            return last != second
        }
        if isFirst { logger.warning("overloaded: answering 503", metadata: ["table": "\(table)"]) }
    }
}
