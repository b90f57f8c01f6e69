import Troubleshooting

/// A message of a call in words, for the drawing and for the list.
struct MessageWords: Sendable {
    let label: String
    /// With what colour and dashes say of it.
    let marked: String
    let sender: String
    let receiver: String
    /// `+0.012 s`: since the call began.
    let time: String
    let isFailure: Bool
    let isRetransmission: Bool

    init(_ message: TracedMessage, in trace: CallTrace) {
        label = message.label
        isFailure = Self.isFailure(message.label)
        isRetransmission = message.isRetransmission
        marked =
            (isFailure ? "✕ " : "") + message.label + (isRetransmission ? " (again)" : "")
        sender = Self.name(of: message.from, in: trace)
        receiver = Self.name(of: message.to, in: trace)
        time = Self.time(message.at, in: trace)
    }

    var spoken: String {
        "\(label) from \(sender) to \(receiver), \(time)"
            + (isFailure ? ", a failure" : "") + (isRetransmission ? ", a retransmission" : "")
    }

    func anchor(_ number: Int) -> String { "message-\(number + 1)" }

    /// `+12.045 s`, or `+2 min 3.045 s`.
    static func time(_ at: Int64, in trace: CallTrace) -> String {
        let milliseconds = max(0, at - trace.summary.began) / 1000
        let (minutes, rest) = milliseconds.quotientAndRemainder(dividingBy: 60_000)
        let fraction = "\(1000 + rest % 1000)".dropFirst()
        return "+" + (minutes > 0 ? "\(minutes) min " : "") + "\(rest / 1000).\(fraction) s"
    }

    /// A final answer that is no success. A challenge is the way in, and no failure.
    static func isFailure(_ label: String) -> Bool {
        guard let status = Int(label.prefix { $0 != " " }) else { return false }
        return status >= 400 && status != 401 && status != 407
    }

    private static func name(of place: Int, in trace: CallTrace) -> String {
        trace.participants.indices.contains(place) ? trace.participants[place].name : "somebody"
    }
}
