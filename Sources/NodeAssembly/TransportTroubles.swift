import Foundation
import SIPTransportNIO

/// What the transports could not do, as lines for the log: at once when it begins, then once a
/// minute while it lasts.
struct TransportTroubles {
    private enum Kind: CaseIterable {
        case notAccepted, beyondLimit
    }

    private var seen = TransportCounters()
    /// Seconds, of the looks that had something to say.
    private var lastSaid: [Kind: Int] = [:]

    /// Compares with the previous look.
    ///
    /// - Parameter second: counted from anywhere, never earlier than before.
    mutating func observe(_ counters: TransportCounters, at second: Int) -> [String] {
        let before = seen
        seen = counters
        return Kind.allCases.compactMap { kind in
            guard Self.count(kind, counters) > Self.count(kind, before),
                second - lastSaid[kind, default: second - 60] >= 60
            else { return nil }
            lastSaid[kind] = second
            return Self.line(kind)
        }
    }

    private static func count(_ kind: Kind, _ counters: TransportCounters) -> UInt64 {
        switch kind {
        case .notAccepted: counters.acceptFailures
        case .beyondLimit: counters.connectionsRefused
        }
    }

    private static func line(_ kind: Kind) -> String {
        switch kind {
        case .notAccepted:
            "TCP connections wait, for there are no file descriptors left\(openFileLimit): raise the limit "
                + "('ulimit -n', or LimitNOFILE of the service) and start again; UDP goes on"
        case .beyondLimit:
            "TCP connections are refused: one address has more than \(TransportLimits().connectionsPerSource), "
                + "or all together more than \(TransportLimits().connections); see who with 'ss -tn'"
        }
    }

    private static var openFileLimit: String {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return "" }
        return " (\(limit.rlim_cur) in all)"
    }
}

extension Node {
    /// Looks once a second for what the transports could not do.
    func watchTransports() async {
        var troubles = TransportTroubles()
        var second = 0
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(1))
            second += 1
            guard let counters = try? await counters() else { return }
            for line in troubles.observe(counters, at: second) { logger.error("\(line)") }
        }
    }
}
