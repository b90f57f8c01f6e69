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

    /// Waits until one comes, or the time is over.
    func watch() throws -> ArrivalWatch {
        mention("Watching for \(seconds) s: place a call to your number, or send it an SMS, now.")
        let began = try messages()
        let start = DispatchTime.now().uptimeNanoseconds
        var waited = 0
        while waited < seconds {
            usleep(500_000)
            waited = Int((DispatchTime.now().uptimeNanoseconds - start) / 1_000_000_000)
        }
        return ArrivalWatch(
            seconds: seconds, seen: [], messages: try messages() - began, isTraced: false)
    }

    private func messages() throws -> UInt64 {
        switch try client.call(.status) {
        case .status(let status): return status.traffic["messages received"] ?? 0
        case .failed(let reason): throw Complaint(reason)
        default: throw ControlError.badReply(path: client.directory)
        }
    }
}
