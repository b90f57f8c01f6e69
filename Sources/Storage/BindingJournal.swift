package import Determinism
package import Subscribers

/// Makes registrations durable: many writers, one thread, one commit for all that came meanwhile.
///
/// A registration may be confirmed once its completion says true: the commit that holds it is on
/// the disk. While one commit waits for the disk the next batch gathers, so the disk's latency
/// bounds the delay and not the rate. A commit appends to one table; the rows that readers look at
/// are brought up to date in pauses and every now and then (`JournalTable`), readers overlay the
/// rest. There is one journal a deployment: opening it marks the flows of earlier runs as gone and
/// refuses a second node.
package final class BindingJournal: Sendable {
    package struct Settings: Sendable {
        /// How long registrations gather: the least time from one commit to the next. A commit has
        /// its price whatever it holds, so bringing many together saves processor time under load
        /// and costs a phone nothing it could notice; a registration after a pause is committed at
        /// once.
        package var gathering: Interval = .milliseconds(20)
        /// How many registrations may wait; more are refused.
        package var capacity = 100_000
        /// The most registrations in one commit.
        package var largestBatch = 1000
        /// After how many registrations the journal is folded into the rows though there is no
        /// pause. Each costs the node about 300 octets of memory until then.
        package var foldAfter = 20_000
        /// After how long a pause it is folded whatever it holds.
        package var pause: Interval = .milliseconds(500)

        package init() {}
    }

    private struct Job: Sendable {
        var bindings: [Binding]
        var subscriber: Int64
        var completion: @Sendable (Bool) -> Void
    }

    /// How this journal fared.
    package struct Statistics: Hashable, Sendable {
        package var commits = 0
        package var registrations = 0
        package var failures = 0
    }

    private let thread: JobThread<Job>
    private let desk: WritingDesk
    private let lock: NodeLock

    /// - Parameter onFailure: called on the journal's thread when a whole batch could not be
    ///   written.
    /// - Throws: `secondNode` where another journal is open on the same directory.
    package init(
        _ database: SubscriberDatabase, settings: Settings = Settings(),
        onFailure: @escaping @Sendable (StorageError) -> Void = { _ in }
    ) throws(StorageError) {
        lock = try NodeLock(directory: database.directory)
        let desk = try WritingDesk(database, foldAfter: settings.foldAfter)
        self.desk = desk
        thread = JobThread(
            name: "binding-journal", capacity: settings.capacity, spacing: settings.gathering,
            largestBatch: settings.largestBatch, idleAfter: settings.pause,
            idle: { desk.foldSlice() },
            work: { jobs in
                do throws(StorageError) {
                    let outcomes = try desk.commit(jobs.lazy.map { ($0.bindings, $0.subscriber) })
                    for (job, outcome) in zip(jobs, outcomes) { job.completion(outcome) }
                } catch {
                    onFailure(error)
                    for job in jobs { job.completion(false) }
                }
                desk.foldIfDue()
            })
    }

    /// Makes these the subscriber's bindings; an empty array leaves it with none. From any thread;
    /// does not wait.
    ///
    /// Writes of one subscriber are done in the order in which they were handed in.
    /// - Parameter completion: called once, on the journal's thread: true when the bindings are on
    ///   the disk; false when they are not, because the subscriber is gone, the disk refuses or too
    ///   many wait. Called at once, on this thread, when the queue is full or closed.
    package func enqueue(
        _ bindings: [Binding], subscriber: Int64, completion: @escaping @Sendable (Bool) -> Void
    ) {
        let job = Job(bindings: bindings, subscriber: subscriber, completion: completion)
        if !thread.offer(job) { completion(false) }
    }

    /// How many registrations wait.
    package var backlog: Int { thread.backlog }

    package var statistics: Statistics { desk.statistics }

    /// The value of one of SQLite's settings on the journal's connection, for checks.
    package func pragma(_ name: String) -> String? { desk.pragma(name) }

    /// Writes what waits, then lets go of the directory; later registrations are refused.
    package func close() {
        thread.close()
        desk.close()
        lock.release()
    }
}
