import Determinism
import SIPTestKit
import SIPTransports

/// Everybody who watches what goes in and out of the node, and what they found.
struct Watch {
    private(set) var violations: [String] = []
    private var finals = FinalResponseCheck()
    private var endings = EndingCheck()
    private var hops = HopCheck()
    private var trust = TrustCheck()
    private var registrations = RegistrationCheck()

    mutating func arrived(_ message: MessageView, over flow: Flow, epoch: Int, at now: Instant) {
        hops.arrived(message)
        trust.arrived(message, over: flow)
    }

    mutating func left(
        _ message: MessageView, over flow: Flow, epoch: Int, at now: Instant, disk: FakeStore,
        wall: WallTime
    ) {
        report(finals.left(message, over: flow, epoch: epoch), now)
        endings.left(message, over: flow, epoch: epoch, at: now)
        report(hops.left(message), now)
        report(trust.left(message, over: flow), now)
        report(registrations.left(message, over: flow, disk: disk, wall: wall), now)
    }

    /// Everything that began in this life of the node must have ended.
    mutating func atRest(epoch: Int, at now: Instant) {
        for violation in endings.unfinished(epoch: epoch) { report(violation, now) }
    }

    mutating func report(_ violation: String?, _ now: Instant) {
        guard let violation, violations.count < 20 else { return }
        violations.append("at \(now.nanoseconds / 1_000_000) ms: \(violation)")
    }
}
