import Rehearsal
import Synchronization
import Troubleshooting

/// A test under way and what it has shown so far, for the thread that plays it and for whoever
/// watches.
final class TrunkTestRun: Sendable {
    private struct State {
        var steps: [TrunkTestReport.Step] = []
        var calls: [String] = []
        var isOver = false
        /// Nil where nobody has to ask for it to go on.
        var asked: ContinuousClock.Instant?
        var isAbandoned = false
        var waiting: [CheckedContinuation<TrunkTestReport, Never>] = []
    }

    let number: Int
    private let state: Mutex<State>

    /// How long a test that is watched goes on without its watcher.
    private static let patience = Duration.seconds(4)

    init(number: Int, isWatched: Bool) {
        self.number = number
        state = Mutex(State(asked: isWatched ? .now : nil))
    }

    // MARK: - For the thread that plays

    func tell(_ step: TrunkTestReport.Step) { state.withLock { $0.steps.append(step) } }

    var isAbandoned: Bool {
        state.withLock { state in
            state.isAbandoned || state.asked.map { .now - $0 > Self.patience } ?? false
        }
    }

    // MARK: - For the node

    /// To be called when nothing of it is left anywhere.
    func end(calls: [String]) {
        let (report, waiting) = state.withLock { state in
            state.isOver = true
            state.calls = calls
            defer { state.waiting = [] }
            return (TrunkTestReport(steps: state.steps, calls: calls), state.waiting)
        }
        for continuation in waiting { continuation.resume(returning: report) }
    }

    func abandon() { state.withLock { $0.isAbandoned = true } }

    // MARK: - For whoever watches

    func progress() -> TrunkTestProgress {
        state.withLock { state in
            if state.asked != nil { state.asked = .now }
            return TrunkTestProgress(
                number: number, isOver: state.isOver,
                report: TrunkTestReport(steps: state.steps, calls: state.calls))
        }
    }

    /// Waits for its end.
    func report() async -> TrunkTestReport {
        await withCheckedContinuation { continuation in
            let report = state.withLock { state -> TrunkTestReport? in
                if state.isOver { return TrunkTestReport(steps: state.steps, calls: state.calls) }
                state.waiting.append(continuation)
                return nil
            }
            if let report { continuation.resume(returning: report) }
        }
    }
}
