import Determinism
import SIPTestKit
import SIPTransports

/// Every INVITE that was said to be under way gets a final response.
///
/// 64*T1 and timer C, and the steps in which timer C is looked at, bound it.
struct EndingCheck {
    private struct Key: Hashable {
        var epoch: Int
        var branch: String
    }

    private var begun: [Key: Instant] = [:]
    private var order: [Key] = []

    mutating func left(_ message: MessageView, over flow: Flow, epoch: Int, at now: Instant) {
        guard let status = message.status, message.method == "INVITE" else { return }
        let key = Key(epoch: epoch, branch: message.branch)
        if status >= 200 {
            begun.removeValue(forKey: key)
        } else if status == 100, begun[key] == nil {
            begun[key] = now
            order.append(key)
        }
    }

    func unfinished(epoch: Int) -> [String] {
        order.filter { $0.epoch == epoch && begun[$0] != nil }.map {
            "INVITE \($0.branch) never got a final response"
        }
    }
}
