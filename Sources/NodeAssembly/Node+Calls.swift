package import CallTraces
import NodeControl
import Troubleshooting

/// The calls that this node remembers, for commands and pages.
extension Node {
    package var callDesk: CallDesk {
        let shard = shard
        let loop = group.next()
        let live = live
        return CallDesk(
            recorder: traces,
            handOver: { _ = try? await loop.submit { shard.value.handOverTrace() }.get() },
            isTracing: { live.current.tracesDecisions },
            now: { NodeClock.now().wall.milliseconds * 1000 })
    }

    func calls(_ filter: CallFilter, after mark: UInt64?) async -> ControlReply {
        do {
            return .calls(try await callDesk.changes(after: mark, filter))
        } catch {
            return .failed(reason: error.description)
        }
    }

    func call(_ id: String, showsSecrets: Bool) async -> ControlReply {
        do {
            return .call(try await callDesk.call(id, showsSecrets: showsSecrets))
        } catch {
            return .failed(reason: error.description)
        }
    }
}
