import NodeConfiguration
import Synchronization

/// The configuration in force, for whoever asks outside of the node's turn.
final class LiveSettings: Sendable {
    private let settings: Mutex<NodeSettings>

    init(_ settings: NodeSettings) { self.settings = Mutex(settings) }

    var current: NodeSettings { settings.withLock { $0 } }

    func replace(by new: NodeSettings) { settings.withLock { $0 = new } }
}
