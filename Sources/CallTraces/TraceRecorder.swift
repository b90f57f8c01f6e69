package import DecisionTrace
package import Determinism
import Synchronization

/// What the engine did lately, within a bound of memory.
///
/// The oldest goes first; whole calls of trunks and phones that failed are kept longest. Whoever
/// reads shares the segments and copies nothing.
package final class TraceRecorder: Sendable {
    private let memory: Mutex<TraceMemory>

    /// - Parameters:
    ///   - limit: octets that are held at most.
    ///   - mostFailedCalls: how many calls that failed are carried over at most.
    package init(limit: Int, mostFailedCalls: Int = 10_000) {
        memory = Mutex(TraceMemory(limit: limit, mostFailedCalls: mostFailedCalls))
    }

    /// Keeps a log.
    ///
    /// - Parameter clock: both clocks, read together now.
    /// - Returns: an empty one to go on with, with memory that was in use before where there is
    ///   some.
    package func keep(_ log: consuming TraceLog, at clock: Now) -> TraceLog {
        // A lock's closure may run twice as far as the compiler knows.
        var passed = Optional(log)
        var empty = memory.withLock { $0.keep(passed.take()!, at: clock) }
        empty.removeAll()
        return empty
    }

    /// Has calls be kept as those that failed are: something is wrong with them all the same.
    func mark(_ calls: Set<UInt64>) { memory.withLock { $0.mark(calls) } }

    /// Lets go what is too much under another bound.
    package func resize(to limit: Int) { memory.withLock { $0.resize(to: limit) } }

    /// Everything that is held.
    package var segments: [TraceSegment] { memory.withLock { $0.segments } }

    /// Grows whenever something is kept: what is newer than it was is new.
    package var version: UInt64 { memory.withLock { $0.version } }

    /// Memory in use.
    /// - Units: octets.
    package var cost: Int { memory.withLock { $0.cost } }
}
