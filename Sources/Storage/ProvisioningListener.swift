import Synchronization

/// Whoever wants to know of this process's own provisioning at once.
final class ProvisioningListener: Sendable {
    private let action = Mutex<(@Sendable () async -> Void)?>(nil)

    func set(_ new: @escaping @Sendable () async -> Void) { action.withLock { $0 = new } }

    func tell() async { await action.withLock { $0 }?() }
}
