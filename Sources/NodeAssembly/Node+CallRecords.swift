import IMSEngine
import Telemetry

/// What is left to be written of calls when the node stops.
extension Node {
    /// To be called when nothing arrives any more and the event loop is still there.
    func closeCallRecords() async {
        guard let calls = telemetry.calls else { return }
        let shard = shard
        let waiting = try? await group.next().submit { shard.value.callsInSetup }.get()
        let now = NodeClock.now().wall
        let events = (waiting ?? []).compactMap { CallEvent($0, at: now) }
        await Task.detached { calls.close(inSetup: events) }.value
    }
}
