package import DecisionTrace
package import Determinism
import Synchronization

/// What the engine did lately, within a bound of memory: the oldest goes first.
package final class TraceRecorder: Sendable {
    /// A log that is full, with the clocks as they were read together when it was taken.
    package struct Segment: Sendable {
        package var log: TraceLog
        package var clock: Now
    }

    private struct Held {
        var segments: [Segment] = []
        var size = 0
    }

    private let limit: Int
    private let held = Mutex(Held())

    /// - Parameter limit: octets that are held at most.
    package init(limit: Int) { self.limit = limit }

    /// Keeps a log.
    ///
    /// - Returns: an empty one to go on with.
    package func keep(_ log: consuming TraceLog, at clock: Now) -> TraceLog {
        let segment = Segment(log: log, clock: clock)
        return held.withLock { held in
            held.size += segment.log.size
            held.segments.append(segment)
            var spare = TraceLog()
            while held.size > limit, let oldest = held.segments.first {
                held.size -= oldest.log.size
                spare = held.segments.removeFirst().log
            }
            spare.removeAll()
            return spare
        }
    }

    /// Everything that is held, oldest first.
    package var segments: [Segment] { held.withLock { $0.segments } }
}
