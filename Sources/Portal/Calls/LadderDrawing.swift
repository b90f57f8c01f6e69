package import Troubleshooting

/// A call as a ladder: who took part side by side, and what passed between them from top to bottom.
///
/// - Units: across, percent of the width, so that it fits every screen while its text keeps its
///   size; down, and all that is around a point, pixels.
package struct LadderDrawing: Sendable {
    /// A participant with the line below it.
    package struct Column: Sendable {
        package let x: String
        package let name: String
        package let endpoint: [Line]
        package let isNode: Bool
    }

    package struct Line: Sendable {
        package let y: Int
        package let text: String
    }

    /// A message.
    package struct Arrow: Sendable {
        /// Where its octets are shown.
        package let path: String
        /// All of it in words.
        package let spoken: String
        package let from: String
        package let to: String
        package let middle: String
        package let label: String
        package let time: String
        package let top: Int
        package let labelY: Int
        package let y: Int
        package let timeY: Int
        /// Drawn as a loop: who sent it got it.
        package let isLoop: Bool
        package let isFailure: Bool
        package let isAgain: Bool
    }

    /// Decisions that follow one another, in a box on the node's line.
    package struct Note: Sendable {
        /// What the box is placed by, and how far left of that it begins.
        package let x: String
        package let left: Int
        package let textLeft: Int
        package let top: Int
        package let height: Int
        package let lines: [Line]
    }

    /// Of this drawing in its page; every `id` in it begins with it.
    package let name: String
    package let title: String
    package let summary: String
    package let columns: [Column]
    package let arrows: [Arrow]
    package let notes: [Note]
    /// Where the lines of the columns begin and end.
    package let top: Int
    package let bottom: Int
    package let height: Int
    /// One of the class names `ladder-2` to `ladder-6`, which keep the columns from touching.
    package let width: String
    /// The names once more, below a long drawing.
    package let footY: Int?

    /// Between the labels of two neighbours; `portal.css` has the same.
    static let columnWidth = 108
    static let noteWidth = 296

    /// - Parameter path: of the page that has the octets of its messages.
    package init(_ trace: CallTrace, name: String, path: String = "") {
        let events = trace.shownEvents
        let count = max(trace.participants.count, 1)
        var sheet = Sheet(trace: trace, columns: count, path: path)
        self.name = name
        title = "Ladder of \(CallWords.title(of: trace.summary))"
        summary =
            "\(trace.participants.map(\.name).joined(separator: ", ")): "
            + "\(OverviewPage.counted(events.messages, "message")) and "
            + "\(OverviewPage.counted(events.all.count - events.messages, "decision")), from top "
            + "to bottom. The list below has the same as text."
        columns = trace.participants.enumerated().map { place, participant in
            sheet.column(place, participant)
        }
        sheet.beginBelowHeads()
        top = sheet.y
        for (number, event) in events.all.enumerated() {
            switch event {
            case .message(let message): sheet.draw(message, number: number)
            case .decision(let decision): sheet.decisions.append(decision.sentence)
            }
        }
        sheet.drawDecisions()
        arrows = sheet.arrows
        notes = sheet.notes
        bottom = sheet.y + 8
        footY = sheet.y > 800 ? bottom + 18 : nil
        height = bottom + (footY == nil ? 4 : 26)
        width = "ladder-\(min(max(count, 2), 6))"
    }
}

extension LadderDrawing {
    /// The drawing while it is made, from top to bottom.
    fileprivate struct Sheet {
        let trace: CallTrace
        let columns: Int
        let path: String
        var y = 0
        var arrows: [Arrow] = []
        var notes: [Note] = []
        /// Those that follow the last message.
        var decisions: [String] = []
        private var headHeight = 0

        init(trace: CallTrace, columns: Int, path: String) {
            self.trace = trace
            self.columns = columns
            self.path = path
        }

        mutating func column(_ place: Int, _ participant: CallTrace.Participant) -> Column {
            let lines = TextWrapping.lines(ofEndpoint: participant.endpoint, width: 15)
            headHeight = max(headHeight, 22 + lines.count * 15)
            return Column(
                x: share(place), name: TextWrapping.cut(participant.name, 13),
                endpoint: lines.enumerated().map { Line(y: 33 + $0 * 15, text: $1) },
                isNode: participant.role == .node)
        }

        mutating func beginBelowHeads() { y = headHeight + 8 }

        mutating func draw(_ message: TracedMessage, number: Int) {
            drawDecisions()
            let words = MessageWords(message, in: trace)
            arrows.append(
                Arrow(
                    path: "\(path)#\(words.anchor(number))", spoken: words.spoken,
                    from: share(message.from), to: share(message.to),
                    middle: share(from: message.from, to: message.to),
                    label: TextWrapping.cut(words.marked, 26), time: words.time, top: y,
                    labelY: y + 17, y: y + 24, timeY: y + 38, isLoop: message.from == message.to,
                    isFailure: words.isFailure, isAgain: message.isRetransmission))
            y += 46
        }

        mutating func drawDecisions() {
            guard !decisions.isEmpty else { return }
            var lines: [Line] = []
            var at = y + 20
            for sentence in decisions {
                for line in TextWrapping.lines(of: sentence, width: 40, most: 3) {
                    lines.append(Line(y: at, text: line))
                    at += 16
                }
                at += 5
            }
            let height = at - y - 14
            let place = notePlace
            notes.append(
                Note(
                    x: place.x, left: place.left, textLeft: place.left + 10, top: y + 4,
                    height: height, lines: lines))
            y += height + 12
            decisions = []
        }

        /// On the node's line, or at the edge where the box would not fit beside it.
        private var notePlace: (x: String, left: Int) {
            let node = trace.participants.firstIndex { $0.role == .node } ?? 0
            let (half, least) = (noteWidth / 2, columns * columnWidth)
            let middle = (2 * node + 1) * columnWidth / 2
            if middle < half { return ("0%", 2) }
            if least - middle < half { return ("100%", -noteWidth - 2) }
            return (share(node), -half)
        }

        private func share(_ place: Int) -> String { share(from: place, to: place) }

        /// Half way between two lines.
        private func share(from: Int, to: Int) -> String {
            let hundredths = (from + to + 1) * 5000 / columns
            let rest = hundredths % 100
            return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
        }
    }
}
