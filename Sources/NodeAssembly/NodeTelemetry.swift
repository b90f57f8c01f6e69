import Determinism
import IMSEngine
import Logging
import NodeConfiguration
import Telemetry

/// What is measured and written down while the node runs.
final class NodeTelemetry: Sendable {
    let requests = RequestMeter()
    let store = StoreMeter()
    let pings = TrunkPings()
    /// Nil where no call records are wanted.
    let calls: CallRecorder?

    /// - Throws: `NodeError` for a directory of call records that cannot be written.
    init(_ settings: WatchSettings, logger: Logger) throws(NodeError) {
        guard let records = settings.callRecords else {
            calls = nil
            return
        }
        do {
            calls = try CallRecorder(
                CallRecorder.Settings(records), clock: { NodeClock.now().wall },
                complain: { logger.error("\($0)") })
        } catch {
            throw NodeError("\(error)", remedy: "\(error.remedy) (call_detail_records)")
        }
    }

    /// On the event loop: a request got its final answer.
    func take(_ outcome: RequestOutcome) {
        requests.count(
            outcome.method, trunk: outcome.trunk, status: outcome.status, reason: outcome.reason,
            duration: outcome.duration)
        guard let calls, outcome.method == .invite || outcome.method == .bye,
            let event = CallEvent(outcome, at: NodeClock.now().wall)
        else { return }
        calls.take(event)
    }
}

extension CallEvent {
    init?(_ outcome: RequestOutcome, at time: WallTime) {
        self.init(
            outcome.method, isInDialog: outcome.isInDialog, message: outcome.message,
            source: outcome.source, trunk: outcome.trunk, status: outcome.status,
            reason: outcome.reason, duration: outcome.duration, trace: outcome.call, at: time)
    }
}

extension CallRecorder.Settings {
    init(_ settings: WatchSettings.CallRecords) {
        self.init(
            directory: settings.directory,
            formats: settings.formats.map { format in
                switch format {
                case .json: .json
                case .csv: .csv
                }
            }, largestFile: Int(settings.largestFile) << 20)
    }
}
