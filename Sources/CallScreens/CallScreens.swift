package import Troubleshooting

/// The live view of calls in a terminal: keys and calls go in, lines come out.
///
/// It knows no terminal, socket or clock. Three screens: the list, a call's ladder, one event in
/// full.
package struct CallScreens: Sendable {
    /// What a key asks of the world.
    package enum Wish: Hashable, Sendable {
        case quit
        /// Get this call; answered by `show`.
        case open(id: String)
        /// Save this call; answered by `tell`.
        case save(id: String, file: String)
    }

    package private(set) var columns: Int
    package private(set) var rows: Int
    package private(set) var isPaused = false
    /// One line for the person, until the next key.
    private var notice: String?
    private var list = CallList()
    private var ladder: Ladder?
    private var event: EventText?
    private var prompt: Prompt?

    package init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        layOut()
    }

    /// The call whose ladder is open: whoever has news of it tells by `update`.
    package var openCall: String? { ladder?.call.summary.id }

    // MARK: - What happens

    package mutating func resize(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        layOut()
    }

    /// - Parameter calls: newest first.
    package mutating func update(_ calls: [CallSummary]) { list.update(calls) }

    /// Opens the call.
    package mutating func show(_ call: CallTrace) {
        ladder = Ladder(call, height: 1)
        event = nil
        layOut()
    }

    /// Brings the call up to date if it is still the open one.
    package mutating func update(_ call: CallTrace) {
        guard openCall == call.summary.id else { return }
        ladder?.update(call)
        layOut()
    }

    /// Says something on the last line until the next key.
    package mutating func tell(_ notice: String) { self.notice = notice }

    package mutating func press(_ key: Key) -> Wish? {
        notice = nil
        if prompt != nil { return pressInPrompt(key) }
        if key == .interrupt || key == .character("Q") { return .quit }
        if key == .character("p") {
            isPaused.toggle()
            return nil
        }
        if event != nil { return pressInEvent(key) }
        return ladder == nil ? pressInList(key) : pressInLadder(key)
    }

    private mutating func pressInPrompt(_ key: Key) -> Wish? {
        switch prompt!.press(key) {
        case .open:
            // The list follows while somebody types.
            if prompt!.purpose == .filter { list.pattern = prompt!.text }
            return nil
        case .given:
            defer { prompt = nil }
            if case .save(let id) = prompt!.purpose, !prompt!.text.isEmpty {
                return .save(id: id, file: prompt!.text)
            }
            return nil
        case .dropped:
            if prompt!.purpose == .filter { list.pattern = "" }
            prompt = nil
            return nil
        }
    }

    private mutating func pressInList(_ key: Key) -> Wish? {
        if list.move(key) { return nil }
        switch key {
        case .enter, .right: return list.selected.map { .open(id: $0.id) }
        case .character("/"): prompt = Prompt(purpose: .filter, text: list.pattern)
        case .character("f"): list.failedOnly.toggle()
        case .character("s"): askWhereToSave(list.selected?.id)
        case .escape:
            list.pattern = ""
            list.failedOnly = false
        case .character("q"): return .quit
        default: break
        }
        return nil
    }

    private mutating func pressInLadder(_ key: Key) -> Wish? {
        if ladder!.move(key) { return nil }
        switch key {
        case .enter, .right, .character("r"), .character("d"):
            guard ladder!.event != nil else { return nil }
            event = EventText(showsDifference: key == .character("d"))
        case .tab: ladder!.toggleDecisions()
        case .character("s"): askWhereToSave(ladder!.call.summary.id)
        case .escape, .left, .character("q"): ladder = nil
        default: break
        }
        return nil
    }

    private mutating func pressInEvent(_ key: Key) -> Wish? {
        let height = height(around: Self.aroundEvent)
        if event!.scroll.move(key, count: eventText.count, height: height) { return nil }
        switch key {
        case .left, .right:
            ladder!.step(by: key == .right ? 1 : -1)
            event!.scroll = Scroll()
        case .character("d"), .tab:
            event!.showsDifference.toggle()
            event!.scroll = Scroll()
        case .character("s"): askWhereToSave(ladder!.call.summary.id)
        case .escape, .enter, .character("q"): event = nil
        default: break
        }
        return nil
    }

    private mutating func askWhereToSave(_ id: String?) {
        guard let id else { return }
        prompt = Prompt(purpose: .save(id: id), text: "call-\(id).pcap")
    }

    // MARK: - What is seen

    private static let aroundList = 3
    /// Without the diagnosis.
    private static let aroundLadder = 4
    /// Of it there are so many lines at most.
    private static let longestDiagnosis = 4
    private static let aroundEvent = 2

    private mutating func layOut() {
        list.height = height(around: Self.aroundList)
        let height = height(around: Self.aroundLadder + diagnosis.count)
        ladder?.height = height
    }

    private func height(around rest: Int) -> Int { max(1, rows - rest) }

    /// What became of the open call, and the remedy.
    private var diagnosis: [ScreenLine] {
        guard let diagnosis = ladder?.call.diagnosis else { return [] }
        let texts = [diagnosis.sentence, diagnosis.remedy.map { "→ \($0)" }].compactMap(\.self)
        return texts.flatMap { EventText.wrapped($0, .key, columns) }
            .prefix(min(Self.longestDiagnosis, rows / 4)).map { $0.fitted(to: columns) }
    }

    private var eventText: [ScreenLine] {
        guard let event, let ladder, let place = ladder.event else { return [] }
        return event.text(ladder.call, place, columns: columns)
    }

    /// The whole screen: `rows` lines of `columns` columns each.
    package var lines: [ScreenLine] {
        var lines: [ScreenLine]
        if let event, let ladder, let place = ladder.event {
            lines = [bar(event.title(ladder.call, place))]
            let shown = eventText.dropFirst(event.scroll.top).prefix(
                height(around: Self.aroundEvent))
            lines += shown.map { $0.fitted(to: columns) }
        } else if let ladder {
            lines = [bar(Self.title(of: ladder.call))] + ladder.lines(columns: columns)
            lines += diagnosis
        } else {
            lines = [bar(listTitle)] + list.lines(columns: columns)
        }
        lines = Array(lines.prefix(max(0, rows - 1)))
        while lines.count < rows - 1 { lines.append(ScreenLine().fitted(to: columns)) }
        return lines + [lastLine.fitted(to: columns)]
    }

    private func bar(_ text: String) -> ScreenLine {
        let state = isPaused ? " paused " : ""
        let room = max(0, columns - state.count)
        return ScreenLine((" " + text).fitted(to: room) + state, .bar).fitted(to: columns)
    }

    private var listTitle: String {
        let calls = list.count == 1 ? "1 call" : "\(list.count) calls"
        var title = "clearwater  \(calls), \(list.failed) failed (UTC)"
        if list.failedOnly { title += "  failed only" }
        if !list.pattern.isEmpty { title += "  with \"\(list.pattern)\"" }
        return title
    }

    private static func title(of call: CallTrace) -> String {
        let summary = call.summary
        let result = summary.status.map { "  \($0) \(summary.reason ?? "")" } ?? ""
        return "\(summary.method)  \(summary.caller) → \(summary.called)\(result)"
    }

    private var lastLine: ScreenLine {
        if let prompt { return prompt.line }
        if let notice { return ScreenLine(notice, .key) }
        let keys: KeyValuePairs<String, String> =
            if event != nil {
                ["↑↓": "scroll", "←→": "message", "d": "difference", "s": "save", "Esc": "back"]
            } else if ladder != nil {
                [
                    "↑↓": "select", "Enter": "message", "d": "difference", "Tab": "decisions",
                    "s": "save", "Esc": "back",
                ]
            } else {
                [
                    "↑↓": "select", "Enter": "ladder", "/": "filter", "f": "failed",
                    "s": "save pcap", "p": "pause", "q": "quit",
                ]
            }
        var line = ScreenLine()
        for (key, meaning) in keys {
            line.add(" \(key)", .key)
            line.add(" \(meaning) ")
        }
        return line
    }
}
