import IMSEngine
import Synchronization

/// Whoever waits for the engine to end registrations, by the number of the order.
final class RemovalOrders: Sendable {
    private struct State: Sendable {
        var last: UInt64 = 0
        var waiting: [UInt64: CheckedContinuation<RemovalOutcome, Never>] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// - Parameter give: hands the order to the engine under this number.
    func order(_ give: @Sendable (UInt64) -> Void) async -> RemovalOutcome {
        await withCheckedContinuation { continuation in
            let number: UInt64? = state.withLock { state in
                guard !state.isClosed else { return nil }
                state.last += 1
                state.waiting[state.last] = continuation
                return state.last
            }
            guard let number else { return continuation.resume(returning: .unavailable) }
            give(number)
        }
    }

    func finish(_ number: UInt64, _ outcome: RemovalOutcome) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: outcome)
    }

    /// Orders that the engine will not come to any more are answered too.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in left.values { continuation.resume(returning: .unavailable) }
    }
}
