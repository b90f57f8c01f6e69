import Hummingbird
import Synchronization
import Troubleshooting
import WebServing

/// Tells a page of every call as it changes, by server-sent events.
extension Visit {
    /// - Returns: events `calls`, each with rows of the list; an event `over` where whoever looks
    ///   may look no longer.
    func follow(_ desk: any TraceDesk, _ filter: CallFilter) -> Response {
        Response.eventStream { [self] stream in
            let changes = UntoldCalls(most: filter.limit)
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask {
                    defer { changes.end() }
                    let later = await desk.callsAsTheyChange(filter)
                    // What happened between the page and this, and while a browser was cut off.
                    changes.add(try await desk.calls(filter))
                    for await calls in later { changes.add(calls) }
                }
                tasks.addTask {
                    while true {
                        try await Task.sleep(for: .seconds(15))
                        changes.wake()
                    }
                }
                defer { tasks.cancelAll() }
                try await send(changes, to: &stream)
            }
        }
    }

    private func send(_ changes: UntoldCalls, to stream: inout EventStream) async throws {
        try await stream.keepAlive()
        for await _ in changes.signals {
            let calls = changes.take()
            if !calls.isEmpty {
                let rows = CallRows(rows: calls.map(CallRow.init))
                try await stream.send(
                    "calls", data: portal.templates.render("call-rows", rows))
            } else if try await isStillOperator() {
                try await stream.keepAlive()
            } else {
                return try await stream.send("over", data: "")
            }
        }
    }

    /// Whoever logged out, or was made an operator no more, is told nothing further.
    private func isStillOperator() async throws -> Bool {
        try await portal.desks.accounts.account(of: token)?.isAdministrator ?? false
    }
}

/// What a page has not been told yet: of each call its last state, so that a slow reader costs no
/// more than a list.
final class UntoldCalls: Sendable {
    let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation
    private let waiting = Mutex<[String: CallSummary]>([:])
    private let most: Int

    init(most: Int) {
        self.most = most
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func add(_ calls: [CallSummary]) {
        waiting.withLock { waiting in
            for call in calls { waiting[call.id] = call }
            if waiting.count > most {
                let oldest = waiting.values.sorted { $0.began < $1.began }
                for call in oldest.prefix(waiting.count - most) { waiting[call.id] = nil }
            }
        }
        signal.yield()
    }

    /// Has the reader look even though nothing changed.
    func wake() { signal.yield() }

    /// The node ends.
    func end() { signal.finish() }

    /// - Returns: newest first.
    func take() -> [CallSummary] {
        waiting.withLock { waiting in
            defer { waiting = [:] }
            return waiting.values.sorted { $0.began > $1.began }
        }
    }
}
