import Accounts
import Determinism
import Provisioning
import Synchronization

/// What a phone is told when it fetches its settings.
struct PhoneSetup: Sendable {
    let line: Line
    let password: String
    let card: DeploymentCard
}

/// Settings that wait a few minutes, in memory, for the phone that scanned their code.
///
/// Whoever has the code has the line's password, as if it were written in the code; but the code is
/// of no use a quarter of an hour later, or once the password is another.
final class PhoneSetups: Sendable {
    private static let lifetime = Interval.seconds(900)
    private static let capacity = 1000

    private struct Waiting {
        let setup: PhoneSetup
        let until: WallTime
    }

    private let waiting = Mutex<[[UInt8]: Waiting]>([:])

    func keep(_ setup: PhoneSetup, now: WallTime) -> (token: SessionToken, until: WallTime) {
        let token = SessionToken()
        let until = now.later(by: Self.lifetime)
        waiting.withLock { waiting in
            if waiting.count >= Self.capacity {
                waiting = waiting.filter { $0.value.until > now }
            }
            if waiting.count >= Self.capacity,
                let oldest = waiting.min(by: { $0.value.until < $1.value.until })
            {
                waiting[oldest.key] = nil
            }
            waiting[token.digest] = Waiting(setup: setup, until: until)
        }
        return (token, until)
    }

    func setup(_ token: SessionToken, now: WallTime) -> (setup: PhoneSetup, until: WallTime)? {
        waiting.withLock { waiting in
            guard let found = waiting[token.digest], found.until > now else { return nil }
            return (found.setup, found.until)
        }
    }

    /// The password of this private identity is another now, or the line is gone.
    func forget(_ privateIdentity: String) {
        waiting.withLock { waiting in
            waiting = waiting.filter { $0.value.setup.line.privateIdentity != privateIdentity }
        }
    }

    /// A host name or address, perhaps with a port: what a browser says that it reached us by.
    static func isHost(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255
            && text.utf8.allSatisfy { octet in
                switch octet {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"), UInt8(ascii: "["),
                    UInt8(ascii: "]"):
                    true
                case _: false
                }
            }
    }
}
