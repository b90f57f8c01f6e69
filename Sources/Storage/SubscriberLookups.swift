import Determinism
import GRDB
package import Subscribers

/// Finds subscribers on threads of its own, so that no event loop waits for the disk.
package final class SubscriberLookups: Sendable {
    /// What the store said.
    package enum Answer: Hashable, Sendable {
        case found(SubscriberRecord)
        case unknown
        /// The store cannot be read now, or too many look-ups wait.
        case unavailable
    }

    private struct Job: Sendable {
        var key: SubscriberKey
        var completion: @Sendable (Answer) -> Void
    }

    private let threads: [JobThread<Job>]
    private let queues: [DatabaseQueue]

    /// - Parameters:
    ///   - capacity: how many look-ups may wait on each thread; more are answered `unavailable` at
    ///     once.
    ///   - onFailure: called on a look-up thread when the store could not be read.
    package init(
        _ database: SubscriberDatabase, threads count: Int = 1, capacity: Int = 100_000,
        onFailure: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) throws(StorageError) {
        var queues: [DatabaseQueue] = []
        for number in 0..<count {
            let label = "subscriber-lookups-\(number)"
            queues.append(try database.connection(label: label, readonly: true))
        }
        self.queues = queues
        threads = queues.map { queue in
            JobThread(
                name: "lookups", capacity: capacity, spacing: .seconds(0), largestBatch: 100,
                idleAfter: .seconds(1)
            ) { jobs in
                let answers = Self.answers(jobs, database, queue, onFailure)
                for (job, answer) in zip(jobs, answers) { job.completion(answer) }
            }
        }
    }

    /// Finds a subscriber with its bindings. From any thread; does not wait.
    ///
    /// - Parameter completion: called once, on a look-up thread, or on this one when too many wait.
    package func find(_ key: SubscriberKey, completion: @escaping @Sendable (Answer) -> Void) {
        // One key always goes to one thread: its answers come in the order of the questions.
        let thread = threads[Int(UInt(bitPattern: key.hashValue) % UInt(threads.count))]
        if !thread.offer(Job(key: key, completion: completion)) { completion(.unavailable) }
    }

    /// Answers what waits; later look-ups are `unavailable`.
    package func close() {
        for thread in threads { thread.close() }
        for queue in queues { try? queue.close() }
    }

    private static func answers(
        _ jobs: ArraySlice<Job>, _ database: SubscriberDatabase, _ queue: DatabaseQueue,
        _ onFailure: @Sendable (StorageError) -> Void
    ) -> [Answer] {
        // Without a journal in this process the other process's table has to be read.
        guard database.unfolded.isAttached else {
            return jobs.map { job in
                answer(onFailure) { () throws(StorageError) in try database.record(for: job.key) }
            }
        }
        // One statement answers a question, so none needs a transaction around it.
        return queue.unsafeRead { db in
            do {
                let reader = try RecordReader(db, path: database.path)
                return jobs.map { job in
                    answer(onFailure) { () throws(StorageError) in
                        try reporting(database.path) {
                            try reader.record(for: job.key, in: database.unfolded)
                        }
                    }
                }
            } catch {
                onFailure(StorageError(error, file: database.path))
                return jobs.map { _ in .unavailable }
            }
        }
    }

    private static func answer(
        _ onFailure: @Sendable (StorageError) -> Void,
        _ read: () throws(StorageError) -> SubscriberRecord?
    ) -> Answer {
        do throws(StorageError) {
            return try read().map { .found($0) } ?? .unknown
        } catch {
            onFailure(error)
            return .unavailable
        }
    }
}
