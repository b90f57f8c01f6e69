import Synchronization

/// Whoever wants to know of this process's own provisioning at once.
final class ProvisioningListener: Sendable {
    private let action = Mutex<(@Sendable () async -> Void)?>(nil)

    func tell() async { await action.withLock { $0 }?() }

    func set(_ new: (@Sendable () async -> Void)?) { action.withLock { $0 = new } }
}

extension SubscriberDatabase {
    /// Calls this after every provisioning transaction of this process and before its author hears
    /// of it: for a node that has to have forgotten by then what changed. Nil ends it.
    package func onProvisioned(_ action: (@Sendable () async -> Void)?) { listener.set(action) }
}
