import DecisionTrace
import Foundation
import NodeControl
import Troubleshooting

/// Watches a running node for a call or a message from outside.
struct ArrivalWatching {
    private let client: ControlClient
    private let seconds: Int

    init(_ client: ControlClient, seconds: Int) {
        self.client = client
        self.seconds = seconds
    }

    /// Waits until one has come and was answered, or the time is over.
    func watch() throws -> ArrivalWatch {
        mention("Watching for \(seconds) s: place a call to your number, or send it an SMS, now.")
        let began = try messages()
        let start = Self.milliseconds()
        let wall = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var seen: [CallSummary] = []
        var isTraced = true
        while Self.milliseconds() - start < seconds * 1000 {
            usleep(250_000)
            guard let calls = try newest() else {
                isTraced = false
                continue
            }
            isTraced = true
            seen = calls.filter { $0.began >= wall && $0.isFromOutside }
            if seen.contains(where: { $0.kind != .other && $0.status != nil }) { break }
        }
        return ArrivalWatch(
            seconds: seconds, seen: seen, messages: try messages() - began, isTraced: isTraced)
    }

    /// - Returns: nil where the node traces nothing.
    private func newest() throws -> [CallSummary]? {
        switch try client.call(.calls(CallFilter(limit: 200), after: nil)) {
        case .calls(let changes): return changes.calls
        case .failed: return nil
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private func messages() throws -> UInt64 {
        switch try client.call(.status) {
        case .status(let status):
            return ["datagrams received", "messages received"].reduce(0) {
                $0 + (status.traffic[$1] ?? 0)
            }
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }

    private static func milliseconds() -> Int {
        Int(DispatchTime.now().uptimeNanoseconds / 1_000_000)
    }
}

extension CallSummary {
    /// What no phone sends: a trunk's, a stranger's, or a keep-alive.
    fileprivate var isFromOutside: Bool {
        trunk != nil || reason == OutcomeReason.untrustedSource.code
            || reason == OutcomeReason.keepAlive.code
    }
}
