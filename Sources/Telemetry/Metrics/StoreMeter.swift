package import Determinism
import Synchronization

/// Measures what the store is asked for.
package final class StoreMeter: Sendable {
    package enum Operation: String, Sendable, CaseIterable {
        /// A subscriber is looked up.
        case find
        /// A subscriber's contacts are written to the disk.
        case store
    }

    private struct Measures {
        var durations = Operation.allCases.map { _ in
            DurationHistogram(bounds: DurationHistogram.store)
        }
        var failures = Operation.allCases.map { _ in UInt64(0) }
        /// Of those that failed when they were asked for last.
        var failedAt = Operation.allCases.map { _ in Instant?.none }
    }

    private let measures = Mutex(Measures())

    package init() {}

    package func count(
        _ operation: Operation, took duration: Interval, failed: Bool, at now: Instant
    ) {
        measures.withLock { measures in
            let place = operation.place
            measures.durations[place].count(duration)
            if failed { measures.failures[place] &+= 1 }
            measures.failedAt[place] = failed ? now : nil
        }
    }

    /// What failed when it was asked for last, if that was of late: where nobody asks again, nobody
    /// knows.
    package func failing(at now: Instant, within time: Interval) -> [Operation] {
        measures.withLock { measures in
            Operation.allCases.filter { operation in
                guard let failedAt = measures.failedAt[operation.place] else { return false }
                return now - failedAt < time
            }
        }
    }

    package func write(to exposition: inout Exposition) {
        let (durations, failures) = measures.withLock { ($0.durations, $0.failures) }
        exposition.family(
            "clearwater_store_seconds", .histogram,
            "Time until the store has answered, its queue included.")
        for operation in Operation.allCases {
            exposition.histogram(durations[operation.place], ["operation": operation.rawValue])
        }
        exposition.family(
            "clearwater_store_failures_total", .counter, "What the store could not do.")
        for operation in Operation.allCases {
            exposition.sample(failures[operation.place], ["operation": operation.rawValue])
        }
    }
}

extension StoreMeter.Operation {
    fileprivate var place: Int {
        switch self {
        case .find: 0
        case .store: 1
        }
    }
}
