import Dispatch

/// Runs what waits for the system on a thread that nobody else waits for.
func blockingWork<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async { continuation.resume(returning: work()) }
    }
}
