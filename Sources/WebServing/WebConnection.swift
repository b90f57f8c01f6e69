import NIOCore
import Synchronization

/// What a server knows of one connection: how far its client has got, and until when it may stay
/// so.
final class WebConnection: Sendable {
    enum Phase: Hashable {
        /// Between requests.
        case idle
        /// Octets of a head have come, or nothing has since the connection was opened.
        case head
        /// The head is there, the body is not.
        case body
        /// The handler works on the request or writes its answer.
        case answering
        /// All is written, the client has not taken it.
        case delivering
        case eventStream
    }

    struct State {
        var phase = Phase.head
        /// Since when it is in its phase.
        var since: NIODeadline
        /// When the request's first octet came.
        var requestStart: NIODeadline
        var deadline: NIODeadline
        /// Writes that the client has not taken, and since when there are any.
        var unflushed = 0
        var unflushedSince: NIODeadline
    }

    let channel: any Channel
    let source: String
    let limits: WebLimits
    private let state: Mutex<State>

    init(_ channel: any Channel, source: String, limits: WebLimits, now: NIODeadline) {
        self.channel = channel
        self.source = source
        self.limits = limits
        state = Mutex(
            State(
                since: now, requestStart: now, deadline: now + limits.head, unflushedSince: now))
    }

    var snapshot: State { state.withLock { $0 } }

    // MARK: - Events

    func octetsArrived(now: NIODeadline) {
        state.withLock {
            guard $0.phase == .idle else { return }
            $0.requestStart = now
            $0.enter(.head, now: now, until: now + limits.head)
        }
    }

    func headArrived(now: NIODeadline) {
        state.withLock { $0.enter(.body, now: now, until: $0.requestStart + limits.request) }
    }

    func bodyArrived(now: NIODeadline) {
        state.withLock { $0.enter(.answering, now: now, until: $0.requestStart + limits.request) }
    }

    func eventStreamBegan(now: NIODeadline) {
        state.withLock { $0.enter(.eventStream, now: now, until: now + limits.eventStream) }
    }

    func answerWritten(now: NIODeadline) {
        state.withLock {
            if $0.unflushed == 0 {
                $0.enter(.idle, now: now, until: now + limits.idle)
            } else {
                $0.enter(.delivering, now: now, until: $0.requestStart + limits.request)
            }
        }
    }

    func writeBegan(now: NIODeadline) {
        state.withLock {
            if $0.unflushed == 0 { $0.unflushedSince = now }
            $0.unflushed += 1
        }
    }

    func writeEnded(now: NIODeadline) {
        state.withLock {
            $0.unflushed -= 1
            $0.unflushedSince = now
            if $0.unflushed == 0, $0.phase == .delivering {
                $0.enter(.idle, now: now, until: now + limits.idle)
            }
        }
    }

    // MARK: - Questions

    /// Whether the client has used up its time.
    func isOverdue(now: NIODeadline) -> Bool {
        let state = snapshot
        if now >= state.deadline { return true }
        return state.phase == .eventStream && state.unflushed > 0
            && now >= state.unflushedSince + limits.request
    }
}

extension WebConnection.State {
    fileprivate mutating func enter(
        _ phase: WebConnection.Phase, now: NIODeadline, until deadline: NIODeadline
    ) {
        self.phase = phase
        since = now
        self.deadline = deadline
    }
}

extension WebConnection.Phase {
    /// Whether the server waits for the client, so that nothing is lost but the client's time.
    var isClientsTurn: Bool {
        switch self {
        case .idle, .head, .body, .delivering: true
        case .answering, .eventStream: false
        }
    }
}
