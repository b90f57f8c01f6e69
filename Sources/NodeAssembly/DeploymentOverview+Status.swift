import Determinism
import NodeControl
import Provisioning

extension DeploymentOverview {
    /// How many lines and how many sources a page names at most.
    private static let mostNamed = 50

    init(_ status: NodeStatus, at now: WallTime) {
        self.init(
            version: status.version, uptime: status.uptime, isDraining: status.isDraining,
            listeners: status.listeners.map { listener in
                let isV6 = listener.address.contains(":")
                let host = isV6 ? "[\(listener.address)]" : listener.address
                return "\(listener.transport.uppercased()) \(host):\(listener.port)"
            },
            lines: status.subscribers, registered: status.registered,
            registrations: status.registrations.prefix(Self.mostNamed).map {
                RegistrationCard(
                    user: $0.number, phones: $0.contacts,
                    transports: $0.transports.map { $0.uppercased() })
            },
            callsInSetup: status.callsInSetup,
            refusals: status.refusals.prefix(Self.mostNamed).map { refusal in
                RefusalCard(
                    source: refusal.source, count: refusal.count, reason: refusal.reason,
                    last: "\(refusal.lastMethod) \(refusal.lastCalled)",
                    lastSeen: WallTime(
                        milliseconds: now.milliseconds - Int64(refusal.lastSecondsAgo) * 1000),
                    remedy: refusal.remedy, isStranger: refusal.isStranger)
            })
    }
}
