package import Determinism
import Foundation

/// Asks a change feed again and again on a thread of its own, and passes on what it says.
package final class ChangeWatch: Sendable {
    private let ticker: Ticker

    /// - Parameters:
    ///   - interval: how late a change may be noticed.
    ///   - onChange: called on the watch's thread.
    ///   - onFailure: called on the watch's thread each time the store could not be read.
    package init(
        _ feed: ChangeFeed, every interval: Interval = .milliseconds(200),
        onChange: @escaping @Sendable (ChangeFeed.Changes) -> Void,
        onFailure: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) {
        ticker = Ticker(every: interval) {
            do throws(StorageError) {
                let changes = try feed.poll()
                if changes != .none { onChange(changes) }
            } catch {
                onFailure(error)
            }
        }
    }

    /// Returns when the thread has ended.
    package func close() { ticker.close() }
}

/// A thread that does something at intervals until it is closed; its state is guarded by
/// `condition`.
private final class Ticker: @unchecked Sendable {
    private let condition = NSCondition()
    private var isClosing = false
    private var isFinished = false

    init(every interval: Interval, _ action: @escaping @Sendable () -> Void) {
        let seconds = Double(interval.nanoseconds) / 1e9
        let thread = Thread { [self] in
            while wait(seconds) { action() }
            condition.lock()
            isFinished = true
            condition.broadcast()
            condition.unlock()
        }
        thread.name = "change-watch"
        thread.start()
    }

    func close() {
        condition.lock()
        isClosing = true
        condition.broadcast()
        while !isFinished { condition.wait() }
        condition.unlock()
    }

    /// - Returns: false when closed.
    private func wait(_ seconds: Double) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let until = Date(timeIntervalSinceNow: seconds)
        while !isClosing, condition.wait(until: until) {}
        return !isClosing
    }
}
