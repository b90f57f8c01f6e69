import Determinism
import Foundation

/// A thread of its own that takes jobs from a bounded queue, all that are there at a time.
///
/// While one batch is worked on the next one gathers, so the busier it is the less each job costs.
/// Everything that the threads share is guarded by `condition`; that is why the class may be
/// `Sendable` unchecked.
final class JobThread<Job: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let capacity: Int
    private let spacing: Duration
    private let largestBatch: Int
    private var waiting: [Job] = []
    private var isAsleep = false
    private var isClosing = false
    private var isFinished = false
    private var lastBatch = ContinuousClock.now

    /// - Parameters:
    ///   - capacity: how many jobs may wait; more are refused.
    ///   - spacing: the least time from the start of one batch to that of the next; jobs gather
    ///     meanwhile, and one that comes after a pause does not wait.
    ///   - idle: called on the thread when nothing came for `idleAfter`, and again at once while it
    ///     says that there is more to do and still nothing came; nil for never.
    ///   - work: called on the thread with one batch after the other; it may keep none of it.
    init(
        name: String, capacity: Int, spacing: Interval, largestBatch: Int, idleAfter: Interval,
        idle: (@Sendable () -> Bool)? = nil, work: @escaping @Sendable (ArraySlice<Job>) -> Void
    ) {
        self.capacity = capacity
        self.spacing = .nanoseconds(spacing.nanoseconds)
        self.largestBatch = largestBatch
        let thread = Thread { [self] in
            run(idleAfter: idleAfter, idle: idle, work: work)
        }
        thread.name = name
        thread.start()
    }

    /// Hands in a job, from any thread; never waits for the work.
    ///
    /// - Returns: false when the queue is full or closed.
    func offer(_ job: Job) -> Bool {
        condition.lock()
        guard !isClosing, waiting.count < capacity else {
            condition.unlock()
            return false
        }
        waiting.append(job)
        let wake = isAsleep
        isAsleep = false
        condition.unlock()
        if wake { condition.signal() }
        return true
    }

    /// How many jobs wait.
    var backlog: Int {
        condition.lock()
        defer { condition.unlock() }
        return waiting.count
    }

    /// Takes no more jobs, and returns when all that were taken are done. Not to be called on the
    /// thread itself.
    func close() {
        condition.lock()
        isClosing = true
        isAsleep = false
        condition.broadcast()
        while !isFinished { condition.wait() }
        condition.unlock()
    }

    private func run(
        idleAfter: Interval, idle: (@Sendable () -> Bool)?,
        work: @Sendable (ArraySlice<Job>) -> Void
    ) {
        var batch: [Job] = []
        var patience: Interval?
        while waitForJobs(patience, into: &batch) {
            if batch.isEmpty {
                patience = idle?() == true ? .seconds(0) : nil
                continue
            }
            var start = 0
            while start < batch.count {
                let end = min(batch.count, start + largestBatch)
                work(batch[start..<end])
                start = end
            }
            batch.removeAll(keepingCapacity: batch.count <= 4096)
            patience = idle == nil ? nil : idleAfter
        }
        condition.lock()
        isFinished = true
        condition.broadcast()
        condition.unlock()
    }

    /// - Returns: false when closed and empty; else true, with an empty batch when `limit` passed.
    private func waitForJobs(_ limit: Interval?, into batch: inout [Job]) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        let until = limit.map { Date(timeIntervalSinceNow: Double($0.nanoseconds) / 1e9) }
        while waiting.isEmpty {
            if isClosing { return false }
            isAsleep = true
            if let until {
                if !condition.wait(until: until), waiting.isEmpty {
                    isAsleep = false
                    return true
                }
            } else {
                condition.wait()
            }
        }
        isAsleep = false
        let wait = ContinuousClock.now.duration(to: lastBatch + spacing)
        if wait > .zero, !isClosing {
            condition.unlock()
            Thread.sleep(forTimeInterval: wait / .seconds(1))
            condition.lock()
        }
        lastBatch = .now
        swap(&batch, &waiting)
        return true
    }
}
