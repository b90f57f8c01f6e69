import Foundation
import NodeControl
import Synchronization
import TraceExport
import Troubleshooting

/// Asks the running node on a thread of its own, so that a node that is slow does not hold the
/// keys up.
final class CallFeed: Sendable {
    /// What came of asking.
    enum News: Sendable {
        case calls([CallSummary])
        case opened(CallTrace)
        case call(CallTrace)
        /// For the person, on the last line.
        case notice(String)
    }

    private struct Inbox {
        var news: [News] = []
        var errands: [Errand] = []
        var openCall: String?
        var isPaused = false
        var isOver = false
    }

    private enum Errand {
        case open(id: String)
        case save(id: String, file: String)
    }

    private static let mostCalls = 500
    /// - Units: seconds.
    private static let pause = 0.5

    private let client: ControlClient
    private let showsSecrets: Bool
    private let inbox = Mutex(Inbox())
    private let bell = DispatchSemaphore(value: 0)

    init(directory: String, showsSecrets: Bool) {
        client = ControlClient(directory: directory)
        self.showsSecrets = showsSecrets
    }

    // MARK: - From the screen's thread

    func start() { Thread.detachNewThread { self.follow() } }

    func stop() {
        inbox.withLock { $0.isOver = true }
        bell.signal()
    }

    /// What is to be followed.
    func watch(openCall: String?, isPaused: Bool) {
        inbox.withLock {
            $0.openCall = openCall
            $0.isPaused = isPaused
        }
    }

    func open(_ id: String) { send(.open(id: id)) }

    func save(_ id: String, as file: String) { send(.save(id: id, file: file)) }

    func takeNews() -> [News] {
        inbox.withLock { inbox in
            defer { inbox.news = [] }
            return inbox.news
        }
    }

    private func send(_ errand: Errand) {
        inbox.withLock { $0.errands.append(errand) }
        bell.signal()
    }

    // MARK: - Asking

    /// Newest first.
    func calls() throws -> [CallSummary] {
        switch try client.call(.calls(CallFilter(limit: Self.mostCalls), after: nil)) {
        case .calls(let changes): return changes.calls
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func call(_ id: String) throws -> CallTrace {
        switch try client.call(.call(id: id, showsSecrets: showsSecrets)) {
        case .call(let call?): return call
        case .call(nil): throw Complaint("the node remembers this call no more")
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func follow() {
        while true {
            let (errands, openCall, isPaused, isOver) = inbox.withLock { inbox in
                defer { inbox.errands = [] }
                return (inbox.errands, inbox.openCall, inbox.isPaused, inbox.isOver)
            }
            if isOver { return }
            for errand in errands { tell { try self.news(of: errand) } }
            if !isPaused {
                tell { .calls(try self.calls()) }
                if let openCall { tell { .call(try self.call(openCall)) } }
            }
            _ = bell.wait(timeout: .now() + Self.pause)
        }
    }

    private func news(of errand: Errand) throws -> News {
        switch errand {
        case .open(let id): return .opened(try call(id))
        case .save(let id, let file):
            let octets = Pcap.file(of: try call(id))
            do {
                try Data(octets).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
            } catch {
                throw Complaint("\(file): \(error.localizedDescription)")
            }
            return .notice("saved as \(file)")
        }
    }

    private func tell(_ news: () throws -> News) {
        let told: News
        do {
            told = try news()
        } catch {
            told = .notice("\(error)")
        }
        inbox.withLock { $0.news.append(told) }
    }
}
