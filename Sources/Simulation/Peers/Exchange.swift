import Determinism
import SIPTestKit

/// A request of a peer's until it is answered for good: RFC 3261 17.1, as the other side of the
/// node has it.
final class Exchange {
    let request: RequestText
    let method: String
    var hasProvisional = false
    var isOver = false
    let onAnswer: (MessageView) -> Void

    init(_ request: RequestText, onAnswer: @escaping (MessageView) -> Void) {
        self.request = request
        self.method = request.method
        self.onAnswer = onAnswer
    }
}

/// A request that a peer received, and what it answered: RFC 3261 17.2.
final class Served {
    let request: MessageView
    let connection: Connection?
    var response: String?
    var hasFinal = false
    var isAcknowledged = false

    init(_ request: MessageView, _ connection: Connection?) {
        self.request = request
        self.connection = connection
    }
}

/// A dialog that is up.
final class Conversation {
    var dialog: DialogText
    var isOver = false

    init(_ dialog: DialogText) { self.dialog = dialog }
}
