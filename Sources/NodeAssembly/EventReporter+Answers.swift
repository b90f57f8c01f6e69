import DecisionTrace
import IMSEngine
import Logging

/// What became of requests, one line each; and of our questions to trunks, where it changed.
extension EventReporter {
    /// Put into words only where lines of this level are written.
    func logAnswer(_ outcome: RequestOutcome) {
        logger.info("answered", metadata: Self.metadata(of: outcome))
    }

    private static func metadata(of outcome: RequestOutcome) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": "\(outcome.methodText)", "called": "\(outcome.requestURI)",
            "call-id": "\(outcome.callID)", "source": "\(outcome.source.remote)",
            "transport": "\(outcome.source.transport.uriName)", "status": "\(outcome.status)",
            "reason": "\(outcome.reason.code)",
            "milliseconds": "\(outcome.duration.nanoseconds / 1_000_000)",
        ]
        if let trunk = outcome.trunk { metadata["trunk"] = "\(trunk)" }
        if outcome.call != 0 {
            let digits = String(outcome.call, radix: 16)
            let zeros = String(repeating: "0", count: 16 - digits.count)
            metadata["trace"] = "\(zeros)\(digits)"
        }
        return metadata
    }

    /// A trunk's peer answered our OPTIONS, or did not.
    func report(_ outcome: ProbeOutcome) {
        for (peer, state) in telemetry.pings.take(outcome, at: NodeClock.now().instant) {
            let metadata: Logger.Metadata = [
                "trunk": "\(peer.trunk)", "peer": "\(peer.address)",
            ]
            switch TrunkPings.Result(outcome) {
            case .up: logger.notice("trunk \(state.sentence)", metadata: metadata)
            case .unavailable, .silent:
                logger.warning("trunk \(state.sentence)", metadata: metadata)
            }
        }
    }
}
