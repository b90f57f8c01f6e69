import SIPTestKit
import SIPTransports

/// Nothing that a stranger sent reaches anybody, and a stranger is told nothing but no.
///
/// Whatever a stranger sends bears the word `stranger` somewhere.
struct TrustCheck {
    static let mark = "stranger"

    private var strangers: Set<Flow> = []

    mutating func arrived(_ message: MessageView, over flow: Flow) {
        if message.text.contains(Self.mark) { strangers.insert(flow) }
    }

    func left(_ message: MessageView, over flow: Flow) -> String? {
        let isToStranger = strangers.contains { $0.remote == flow.remote }
        guard isToStranger else {
            return message.text.contains(Self.mark)
                ? "a stranger's \(message.startLine) reached \(flow.remote)" : nil
        }
        guard let status = message.status else {
            return "\(message.startLine) was sent to a stranger"
        }
        if message.method == "OPTIONS" { return nil }
        return status >= 400 ? nil : "a stranger's \(message.method) was answered \(status)"
    }
}
