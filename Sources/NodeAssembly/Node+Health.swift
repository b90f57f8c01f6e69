import Determinism
import Storage
import Synchronization
import Telemetry

/// Whether the node lives, and whether calls may be sent to it.
extension Node {
    /// What keeps it from taking calls, a sentence each; empty where it is ready.
    package func obstacles() async -> [String] {
        var obstacles: [String] = []
        if isDraining { obstacles.append("draining: this node is being stopped") }
        if !isListening { obstacles.append("not listening yet") }
        if let trouble = await storeTrouble() { obstacles.append("the store: \(trouble)") }
        if await !answersInTime() { obstacles.append("the event loop does not answer") }
        return obstacles
    }

    /// Reads from the store now, and minds what failed of late: a disk may be read and not written.
    private func storeTrouble() async -> String? {
        let database = database
        let trouble = await Task.detached { () -> String? in
            do {
                try database.check()
                return nil
            } catch {
                return "\(error)"
            }
        }.value
        if let trouble { return trouble }
        let failing = telemetry.store.failing(at: NodeClock.now().instant, within: .seconds(30))
        return failing.isEmpty
            ? nil : "it failed at \(failing.map(\.rawValue).joined(separator: " and "))"
    }

    /// True where the event loop takes a task within two seconds.
    nonisolated func answersInTime() async -> Bool {
        let loop = group.next()
        return await withCheckedContinuation { continuation in
            let first = FirstAnswer(continuation)
            loop.execute { first.give(true) }
            Task {
                try? await Task.sleep(for: .seconds(2))
                first.give(false)
            }
        }
    }
}

/// Goes on with whichever answer comes first; the others are too late.
private final class FirstAnswer: Sendable {
    private let waiting: Mutex<CheckedContinuation<Bool, Never>?>

    init(_ continuation: CheckedContinuation<Bool, Never>) { waiting = Mutex(continuation) }

    func give(_ answer: Bool) { waiting.withLock { $0.take() }?.resume(returning: answer) }
}
