import SIPTestKit

/// Max-Forwards falls with every hop, so no loop is for ever. RFC 3261 16.6 step 3.
struct HopCheck {
    private struct Key: Hashable {
        var callID: String
        var cseq: Int
        var method: String
        var fromTag: String?
    }

    private var arrived: [Key: Int] = [:]

    private func key(_ message: MessageView) -> Key {
        Key(
            callID: message.callID, cseq: message.cseq, method: message.method,
            fromTag: message.fromTag)
    }

    mutating func arrived(_ message: MessageView) {
        guard message.isRequest, let hops = message.maxForwards else { return }
        arrived[key(message)] = hops
    }

    func left(_ message: MessageView) -> String? {
        guard message.isRequest else { return nil }
        guard let hops = message.maxForwards else {
            return "\(message.method) without Max-Forwards left the node"
        }
        // CANCEL, and the ACK to a refusal, are the node's own.
        if message.method == "CANCEL" || message.method == "ACK" && message.all("Via").count == 1 {
            return nil
        }
        guard let before = arrived[key(message)] else {
            return "\(message.method) \(message.callID) came from nowhere"
        }
        return hops < before
            ? nil
            : "Max-Forwards of \(message.method) \(message.callID) went from \(before) to \(hops)"
    }
}
