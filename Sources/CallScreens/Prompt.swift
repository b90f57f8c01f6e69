/// A line that a person types.
struct Prompt: Hashable, Sendable {
    enum Purpose: Hashable, Sendable {
        case filter
        /// Where the call with that id is to be saved.
        case save(id: String)
    }

    let purpose: Purpose
    private(set) var text: String

    /// What became of a key.
    enum Outcome: Hashable, Sendable {
        case open
        case given
        case dropped
    }

    mutating func press(_ key: Key) -> Outcome {
        switch key {
        case .enter: return .given
        case .escape, .interrupt: return .dropped
        case .backspace:
            if !text.isEmpty { text.removeLast() }
            return .open
        case .character(let character):
            if text.count < Self.longest { text.append(character) }
            return .open
        case .up, .down, .left, .right, .pageUp, .pageDown, .home, .end, .tab: return .open
        }
    }

    private static let longest = 255

    var line: ScreenLine {
        let question =
            switch purpose {
            case .filter: "Show only (number, trunk, address, Call-ID, result): "
            case .save: "Save as pcap: "
            }
        var line = ScreenLine(question, .key)
        line.add(text + "_")
        return line
    }
}
