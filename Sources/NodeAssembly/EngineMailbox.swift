import IMSEngine
import NIOCore
import Synchronization

/// Inputs that other threads have for an engine: answers of the store and the DNS, new settings.
///
/// The event loop is woken once for any number of them.
final class EngineMailbox: Sendable {
    private let waiting = Mutex<[Input]>([])
    private let eventLoop: any EventLoop
    private let deliver: @Sendable () -> Void

    /// - Parameter deliver: called on the event loop; takes what waits by `takeAll`.
    init(eventLoop: any EventLoop, deliver: @escaping @Sendable () -> Void) {
        self.eventLoop = eventLoop
        self.deliver = deliver
    }

    /// From any thread.
    func post(_ input: Input) {
        let wasEmpty = waiting.withLock { waiting in
            defer { waiting.append(input) }
            return waiting.isEmpty
        }
        if wasEmpty { eventLoop.execute(deliver) }
    }

    func takeAll() -> [Input] {
        waiting.withLock { waiting in
            defer { waiting = [] }
            return waiting
        }
    }
}
