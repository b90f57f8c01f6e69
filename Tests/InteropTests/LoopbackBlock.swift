import Foundation
import Synchronization

/// Addresses of 127.0.0.0/8 that one test has for itself, so that tests run side by side on the
/// ports that SIP uses in earnest.
struct LoopbackBlock: Sendable {
    private static let next = Atomic<Int>(1)
    private let prefix: String

    /// The block of the next test. Another test run, with another process number, has others.
    init() {
        let number = Self.next.add(1, ordering: .relaxed).oldValue
        let run = Int(getpid()) % 120
        prefix = "127.\(100 + run).\(number % 250)"
    }

    var node: String { "\(prefix).10" }
    var trunk: String { "\(prefix).20" }
    var phone: String { "\(prefix).30" }
    var otherPhone: String { "\(prefix).31" }
    var stranger: String { "\(prefix).40" }
}

/// What SIP runs over in these tests.
enum Transport: String, CaseIterable, Sendable {
    case udp, tcp
}
