import Synchronization

/// The registrations that are in the journal table and not in their rows yet, for the readers of
/// the node that writes them.
///
/// Other processes read the table itself; a node looks subscribers up too often for that.
final class UnfoldedBindings: Sendable {
    private struct State: Sendable {
        var isAttached = false
        /// Counts the times that entries went from here to the rows.
        var generation: UInt64 = 0
        /// What was committed since the last fold began.
        var fresh: [Int64: JournalEntry] = [:]
        /// What the fold under way puts into the rows.
        var folding: [Int64: JournalEntry] = [:]
    }

    private let state = Mutex(State())

    /// True while a journal of this process keeps the entries.
    var isAttached: Bool { state.withLock { $0.isAttached } }
    var generation: UInt64 { state.withLock { $0.generation } }

    func attach(_ entries: [Int64: JournalEntry]) {
        state.withLock {
            $0.fresh = entries
            $0.isAttached = true
        }
    }

    func detach() {
        state.withLock {
            $0.isAttached = false
            $0.generation += 1
        }
    }

    /// Takes in what a commit made durable.
    func add(_ entries: [(subscriber: Int64, entry: JournalEntry)]) {
        state.withLock { state in
            for (subscriber, entry) in entries { state.fresh[subscriber] = entry }
        }
    }

    /// The blob of a subscriber that has an entry.
    ///
    /// - Returns: with the generation, which tells whether a row read before this call may be out
    ///   of date.
    func find(_ subscriber: Int64) -> (blob: [UInt8]?, generation: UInt64) {
        state.withLock { state in
            let entry = state.fresh[subscriber] ?? state.folding[subscriber]
            return (entry?.blob, state.generation)
        }
    }

    func beginFold() -> [Int64: JournalEntry] {
        state.withLock { state in
            state.folding = state.fresh
            state.fresh = [:]
            return state.folding
        }
    }

    func endFold() {
        state.withLock { state in
            state.folding = [:]
            state.generation += 1
        }
    }
}
