import Accounts
import Determinism
import Provisioning
import Synchronization

/// Passwords of lines on their way to the one page that shows them.
///
/// A form answers with a redirection, so that loading the page again does not send it again; the
/// password waits here, in memory, for the session that made it.
final class ShownOnce: Sendable {
    struct Slot {
        let password: String
        /// The line was just made.
        let isNew: Bool
        fileprivate let until: WallTime
    }

    private struct Key: Hashable {
        let session: [UInt8]
        let publicIdentity: String
    }

    private static let lifetime = Interval.seconds(600)
    private static let capacity = 1000

    private let slots = Mutex<[Key: Slot]>([:])

    func keep(
        _ password: String, of publicIdentity: String, for session: SessionToken, isNew: Bool,
        now: WallTime
    ) {
        slots.withLock { slots in
            if slots.count >= Self.capacity { slots = slots.filter { $0.value.until > now } }
            // Whoever comes too late for the room resets the password and sees that one.
            guard slots.count < Self.capacity else { return }
            slots[Key(session: session.digest, publicIdentity: publicIdentity)] = Slot(
                password: password, isNew: isNew, until: now.later(by: Self.lifetime))
        }
    }

    /// Hands it out, and forgets it.
    func take(_ publicIdentity: String, for session: SessionToken, now: WallTime) -> Slot? {
        slots.withLock { slots in
            slots.removeValue(
                forKey: Key(session: session.digest, publicIdentity: publicIdentity))
        }.flatMap { $0.until > now ? $0 : nil }
    }
}

extension WallTime {
    func later(by interval: Interval) -> WallTime {
        WallTime(milliseconds: milliseconds + interval.nanoseconds / 1_000_000)
    }
}
