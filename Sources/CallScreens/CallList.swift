import CallTraces
import Troubleshooting

/// The list of calls: what is shown of them, and the one that is selected.
struct CallList: Sendable {
    private var all: [CallSummary] = []
    private(set) var shown: [CallSummary] = []
    private var viewport = Viewport()
    /// False until a key moved: until then the selection stays on the newest.
    private var isHeld = false
    var height = 0 { didSet { hold(selected?.id) } }
    var pattern = "" { didSet { refresh() } }
    var failedOnly = false { didSet { refresh() } }

    var selected: CallSummary? {
        shown.indices.contains(viewport.selected) ? shown[viewport.selected] : nil
    }

    var count: Int { all.count }
    var failed: Int { all.count { $0.isFailed } }

    // MARK: - What happens

    /// - Parameter calls: newest first.
    mutating func update(_ calls: [CallSummary]) {
        all = calls
        refresh()
    }

    mutating func move(_ key: Key) -> Bool {
        guard viewport.move(key, count: shown.count, height: height) else { return false }
        isHeld = viewport.selected > 0
        return true
    }

    private mutating func refresh() {
        let id = selected?.id
        shown = all.filter { (!failedOnly || $0.isFailed) && matches($0) }
        hold(isHeld ? id : nil)
    }

    /// Keeps the selection on a call while others come in above it.
    private mutating func hold(_ id: String?) {
        let row = id.flatMap { id in shown.firstIndex { $0.id == id } }
        viewport.select(
            row ?? (isHeld ? viewport.selected : 0), count: shown.count, height: height)
    }

    private func matches(_ call: CallSummary) -> Bool {
        guard !pattern.isEmpty else { return true }
        let fields = [
            call.caller, call.called, call.source, call.trunk ?? "", call.callID, call.method,
            call.status.map(String.init) ?? "", call.reason ?? "",
        ]
        return fields.contains { $0.lowercased().contains(pattern.lowercased()) }
    }

    // MARK: - What is seen

    /// The heading and as many rows as there is room for.
    func lines(columns: Int) -> [ScreenLine] {
        let widths = Widths(columns: columns)
        let heading = widths.row(
            "TIME", "METHOD", "FROM", "TO", "SOURCE", "RESULT", "MSG")
        var lines = [ScreenLine(heading, .heading).fitted(to: columns)]
        for row in viewport.top..<viewport.top + height {
            guard shown.indices.contains(row) else {
                lines.append(ScreenLine().fitted(to: columns))
                continue
            }
            let call = shown[row]
            let text = widths.row(
                String(Clock.text(call.began).prefix(8)), call.method, call.caller, call.called,
                call.trunk ?? call.source, Self.result(of: call), "\(call.messages)")
            let style: ScreenLine.Style = call.isFailed ? .bad : call.status == nil ? .dim : .plain
            lines.append(
                ScreenLine(text, row == viewport.selected ? .bar : style).fitted(to: columns))
        }
        return lines
    }

    private static func result(of call: CallSummary) -> String {
        guard let status = call.status else { return "…" }
        return "\(status) \(call.reason ?? "")"
    }

    /// Of the columns; a wide terminal gives more to what is cut first.
    private struct Widths {
        private let method = 8
        private let messages = 3
        private let source: Int
        private let number: Int
        private let result: Int

        init(columns: Int) {
            let spare = max(0, columns - 80)
            number = 12 + min(8, spare / 4)
            source = 11 + min(14, spare / 4)
            result = max(8, columns - 8 - method - messages - 2 * number - source - 6)
        }

        func row(
            _ time: String, _ method: String, _ from: String, _ to: String, _ source: String,
            _ result: String, _ messages: String
        ) -> String {
            [
                time.fitted(to: 8), method.fitted(to: self.method), from.fitted(to: number),
                to.fitted(to: number), source.fitted(to: self.source),
                result.fitted(to: self.result), messages.fitted(to: self.messages),
            ].joined(separator: " ")
        }
    }
}
