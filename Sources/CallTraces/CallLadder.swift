package import Troubleshooting

/// A call as text for a terminal: a column for each participant, arrows for the messages, and what
/// was decided between them.
package struct CallLadder {
    /// The characters that it is drawn with.
    package struct Pen: Sendable {
        var lifeline: Character
        var line: Character
        /// Of what was sent before.
        var dashes: Character
        var bullet: String
        var pause: Character
        var arrow: String
        var ellipsis: Character

        package static let boxes = Pen(
            lifeline: "│", line: "─", dashes: "╌", bullet: "· ", pause: "⋮", arrow: "→",
            ellipsis: "…")
        /// For terminals that know ASCII alone.
        package static let ascii = Pen(
            lifeline: "|", line: "-", dashes: ".", bullet: "* ", pause: ":", arrow: "->",
            ellipsis: "~")
    }

    let trace: CallTrace
    let pen: Pen
    let width: Int
    private let columns: [Int]

    /// - Parameter width: of the terminal, in characters; less than 60 is drawn as 60.
    package init(_ trace: CallTrace, width: Int = 80, pen: Pen = .boxes) {
        self.trace = trace
        self.pen = pen
        self.width = max(60, width)
        let count = max(2, trace.participants.count)
        let free = self.width - Self.firstColumn - Self.margin
        let gap = min(Self.widestGap, max(Self.narrowestGap, free / (count - 1)))
        columns = (0..<count).map { Self.firstColumn + $0 * gap }
    }

    private static let firstColumn = 19
    private static let margin = 9
    private static let widestGap = 40
    private static let narrowestGap = 18

    private var gap: Int { columns[1] - columns[0] }

    /// The ladder without a line end at its end.
    package var text: String {
        var lines = headings
        var last: Int64?
        for event in trace.events {
            switch event {
            case .message(let message):
                if let last, message.at - last >= 1_000_000 {
                    lines.append(pause(message.at - last))
                }
                last = message.at
                lines.append(arrow(message))
            case .decision(let decision): lines += decided(decision)
            }
        }
        return lines.map(\.withoutTrailingBlanks).joined(separator: "\n")
    }

    // MARK: - Who

    private var headings: [String] {
        let participants = trace.participants
        let longest = participants.map(\.endpoint.count).max() ?? 0
        var lines: [String] = []
        // What does not fit above a column is told before.
        if longest >= gap {
            lines = participants.map { "  \(Self.title(of: $0))  \($0.endpoint)" } + [""]
        }
        lines.append(row(of: participants.map(Self.title)))
        if longest < gap { lines.append(row(of: participants.map(\.endpoint))) }
        return lines
    }

    static func title(of participant: CallTrace.Participant) -> String {
        switch participant.role {
        case .trunk: "trunk \(participant.name)"
        case .phone: "phone \(participant.name)"
        case .stranger: "stranger"
        case .node: participant.name
        }
    }

    private func row(of texts: [String]) -> String {
        var line = LadderLine()
        for (text, column) in zip(texts, columns) {
            let shown = text.shortened(to: gap - 1, with: pen.ellipsis)
            let start = min(column - shown.count / 2, max(width, column) - shown.count)
            line.put(shown, at: max(0, start))
        }
        return line.text
    }

    // MARK: - What passed

    private var lifelines: LadderLine {
        var line = LadderLine()
        for column in columns.prefix(trace.participants.count) {
            line.put(String(pen.lifeline), at: column)
        }
        return line
    }

    private func arrow(_ message: TracedMessage) -> String {
        var line = lifelines
        line.put(Clock.text(message.at), at: 0)
        let from = columns[message.from]
        let to = columns[message.to]
        guard from != to else { return line.text }
        let span = min(from, to) + 1..<max(from, to)
        let stroke = message.isRetransmission ? pen.dashes : pen.line
        line.put(String(repeating: stroke, count: span.count), at: span.lowerBound)
        line.put(to > from ? ">" : "<", at: to > from ? span.upperBound - 1 : span.lowerBound)
        let label = " " + label(of: message).shortened(to: span.count - 4, with: pen.ellipsis) + " "
        line.put(label, at: span.lowerBound + (span.count - label.count) / 2)
        return line.text
    }

    private func label(of message: TracedMessage) -> String {
        let body = message.hasBody && message.label == "INVITE" ? " +body" : ""
        return message.label + body + (message.isRetransmission ? " again" : "")
    }

    private func pause(_ microseconds: Int64) -> String {
        var line = lifelines
        let text = "\(pen.pause) " + CallReading.seconds(microseconds)
        line.put(text, at: max(0, Clock.length - text.count))
        return line.text
    }

    // MARK: - What was decided

    private func decided(_ decision: TracedDecision) -> [String] {
        let start = columns[0] + 2
        let room = max(30, width - start - pen.bullet.count)
        let lines = decision.sentence.wrapped(at: room)
        return lines.enumerated().map { place, words in
            var line = lifelines
            let mark = place == 0 ? pen.bullet : String(repeating: " ", count: pen.bullet.count)
            // A blank on each side parts it from the lifelines that it crosses.
            line.put(" " + mark + words + " ", at: start - 1)
            return line.text
        }
    }
}

/// A line of characters that is written over in places.
struct LadderLine {
    private var characters: [Character] = []

    mutating func put(_ text: String, at column: Int) {
        let new = Array(text)
        while characters.count < column + new.count { characters.append(" ") }
        characters.replaceSubrange(column..<column + new.count, with: new)
    }

    var text: String { String(characters) }
}
