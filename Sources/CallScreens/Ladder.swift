import CallTraces
import Troubleshooting

/// A call's messages as arrows between those who took part, with the decisions in between.
struct Ladder: Sendable {
    private(set) var call: CallTrace
    private var viewport = Viewport()
    private(set) var showsDecisions = true
    var height = 0 { didSet { hold(event) } }
    /// Places in `call.events`.
    private var rows: [Int] = []

    init(_ call: CallTrace, height: Int) {
        self.call = call
        self.height = height
        refresh()
        selectFirstMessage()
    }

    private static let margin = 13
    private static let narrowest = 14

    /// The event that is selected, by its place.
    var event: Int? { rows.indices.contains(viewport.selected) ? rows[viewport.selected] : nil }

    // MARK: - What happens

    /// More of the same call is known.
    mutating func update(_ call: CallTrace) {
        let event = event
        self.call = call
        refresh()
        hold(event)
    }

    mutating func move(_ key: Key) -> Bool {
        viewport.move(key, count: rows.count, height: height)
    }

    mutating func toggleDecisions() {
        let event = event
        showsDecisions.toggle()
        refresh()
        hold(event)
    }

    /// The next message up or down from the selected event.
    mutating func step(by step: Int) {
        var row = viewport.selected + step
        while rows.indices.contains(row) {
            if case .message = call.events[rows[row]] {
                return viewport.select(row, count: rows.count, height: height)
            }
            row += step
        }
    }

    private mutating func refresh() {
        rows = call.events.indices.filter { place in
            if case .message = call.events[place] { true } else { showsDecisions }
        }
    }

    private mutating func hold(_ event: Int?) {
        let row = event.flatMap { event in rows.lastIndex { $0 <= event } } ?? 0
        viewport.select(row, count: rows.count, height: height)
    }

    private mutating func selectFirstMessage() {
        let row = rows.firstIndex { place in
            if case .message = call.events[place] { true } else { false }
        }
        viewport.select(row ?? 0, count: rows.count, height: height)
    }

    // MARK: - What is seen

    /// Two rows of headings, then as many events as there is room for.
    func lines(columns: Int) -> [ScreenLine] {
        let width = max(
            Self.narrowest, (columns - Self.margin) / max(call.participants.count, 1))
        var lines = [
            heading(columns, width, .heading) { $0.name },
            heading(columns, width, .dim) { $0.endpoint },
        ]
        for row in viewport.top..<viewport.top + height {
            guard rows.indices.contains(row) else {
                lines.append(ScreenLine().fitted(to: columns))
                continue
            }
            let isSelected = row == viewport.selected
            lines.append(
                line(call.events[rows[row]], width)
                    .fitted(to: columns, style: isSelected ? .bar : nil))
        }
        return lines
    }

    private func heading(
        _ columns: Int, _ width: Int, _ style: ScreenLine.Style,
        _ text: (CallTrace.Participant) -> String
    ) -> ScreenLine {
        var line = ScreenLine(String(repeating: " ", count: Self.margin))
        for participant in call.participants {
            let text = text(participant)
            let fitted = text.count < width ? text : text.fitted(to: width - 1)
            line.add(Self.centred(fitted, in: width), style)
        }
        return line.fitted(to: columns)
    }

    private func line(_ event: CallTrace.Event, _ width: Int) -> ScreenLine {
        switch event {
        case .decision(let decision):
            return ScreenLine(String(repeating: " ", count: Self.margin) + "· ", .dim)
                .with(decision.sentence, .dim)
        case .message(let message):
            var line = ScreenLine(Clock.text(message.at) + " ", .dim)
            line.add(arrow(message, width), Self.style(of: message))
            return line
        }
    }

    private static func style(of message: TracedMessage) -> ScreenLine.Style {
        if message.isRetransmission { return .dim }
        switch message.label.first {
        case "4", "5", "6": return .bad
        case "2": return .good
        default: return .plain
        }
    }

    /// One column for each who took part, with the line of each in its middle.
    private func arrow(_ message: TracedMessage, _ width: Int) -> String {
        let middles = call.participants.indices.map { $0 * width + width / 2 }
        var cells = [Character](repeating: " ", count: width * max(call.participants.count, 1))
        for middle in middles { cells[middle] = "│" }
        guard middles.indices.contains(message.from), middles.indices.contains(message.to),
            message.from != message.to
        else { return String(cells) }
        let (from, to) = (middles[message.from], middles[message.to])
        let (left, right) = (min(from, to) + 1, max(from, to) - 1)
        for cell in left...right { cells[cell] = "─" }
        if to > from { cells[right] = "▶" } else { cells[left] = "◀" }
        let room = right - left - 3
        let full = message.label + (message.hasBody ? " (body)" : "")
        let text =
            full.count <= room ? full : message.label.fitted(to: min(room, message.label.count))
        let start = left + (right - left + 1 - text.count - 2) / 2
        for (offset, letter) in (" " + text + " ").enumerated() { cells[start + offset] = letter }
        return String(cells)
    }

    private static func centred(_ text: String, in width: Int) -> String {
        let before = (width - text.count) / 2
        return String(repeating: " ", count: before)
            + text.fitted(to: width - before)
    }
}

extension ScreenLine {
    fileprivate func with(_ text: String, _ style: Style) -> ScreenLine {
        var line = self
        line.add(text, style)
        return line
    }
}
