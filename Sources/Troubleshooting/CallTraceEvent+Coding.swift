/// An event as JSON: `{"message": {…}}` or `{"decision": {…}}`.
extension CallTrace.Event {
    private enum CodingKeys: CodingKey {
        case message
        case decision
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let message = try values.decodeIfPresent(TracedMessage.self, forKey: .message) {
            self = .message(message)
        } else {
            self = .decision(try values.decode(TracedDecision.self, forKey: .decision))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .message(let message): try values.encode(message, forKey: .message)
        case .decision(let decision): try values.encode(decision, forKey: .decision)
        }
    }
}
