import SIPTestKit
import SIPTransports

/// At most one final response a server transaction: repeated as often as need be, never another one.
///
/// RFC 3261 17.2. Several 2xx to an INVITE are several dialogs (13.3.1.4), but never after a refusal.
struct FinalResponseCheck {
    private struct Key: Hashable {
        var epoch: Int
        var branch: String
        var method: String
    }

    private var finals: [Key: Set<String>] = [:]

    mutating func arrived(_ message: MessageView, over flow: Flow, epoch: Int) {}

    mutating func left(_ message: MessageView, over flow: Flow, epoch: Int) -> String? {
        guard let status = message.status, status >= 200 else { return nil }
        // Each challenge has a nonce of its own: a stateless 401 is another text each time, and nothing is kept.
        let key = Key(epoch: epoch, branch: message.branch, method: message.method)
        let isDialog = message.method == "INVITE" && status < 300
        finals[key, default: []].insert(isDialog ? "2xx" : "\(status) \(message.toTag ?? "")")
        let seen = finals[key]!
        guard seen.count > 1 else { return nil }
        return "several final responses to \(message.method) \(message.branch): \(seen.sorted())"
    }
}
