import CallTraces
import Troubleshooting

/// One event of a call in full: a raw message, its difference to the one it was made from, or a
/// decision.
struct EventText: Sendable {
    var scroll = Scroll()
    var showsDifference = false

    /// What it is, for the bar.
    func title(_ call: CallTrace, _ place: Int) -> String {
        switch call.events[place] {
        case .decision(let decision): return "\(decision.step)"
        case .message(let message):
            let path =
                message.isReceived
                ? "\(message.remote) → \(message.local)" : "\(message.local) → \(message.remote)"
            return "\(message.label)  \(message.transport) \(path)"
        }
    }

    /// All of its lines, cut into the width of the screen.
    func text(_ call: CallTrace, _ place: Int, columns: Int) -> [ScreenLine] {
        switch call.events[place] {
        case .decision(let decision): return Self.wrapped(decision.sentence, .plain, columns)
        case .message(let message):
            guard showsDifference else {
                return Self.lines(of: message.text).flatMap { Self.wrapped($0, .plain, columns) }
            }
            return difference(message, call, columns)
        }
    }

    private func difference(
        _ message: TracedMessage, _ call: CallTrace, _ columns: Int
    ) -> [ScreenLine] {
        guard let origin = message.madeFrom, call.events.indices.contains(origin),
            case .message(let before) = call.events[origin]
        else {
            let note =
                message.isReceived
                ? "This message came in; see the difference at what went out of it."
                : "The node made this message itself."
            return Self.wrapped(note, .dim, columns) + [ScreenLine()]
                + Self.lines(of: message.text).flatMap { Self.wrapped($0, .plain, columns) }
        }
        return MessageDifference.between(before.text, and: message.text).flatMap { line in
            switch line.kind {
            case .same: Self.wrapped("  " + line.line, .plain, columns)
            case .removed: Self.wrapped("- " + line.line, .bad, columns)
            case .added: Self.wrapped("+ " + line.line, .good, columns)
            }
        }
    }

    private static func lines(of text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
    }

    /// - Returns: at least one line.
    static func wrapped(
        _ text: String, _ style: ScreenLine.Style, _ columns: Int
    ) -> [ScreenLine] {
        var rest = text[...]
        var lines: [ScreenLine] = []
        repeat {
            lines.append(ScreenLine(String(rest.prefix(columns)), style))
            rest = rest.dropFirst(columns)
        } while !rest.isEmpty
        return lines
    }
}
