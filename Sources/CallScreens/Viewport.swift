/// Which rows of a longer list are seen, and which of them the keys work on.
struct Viewport: Hashable, Sendable {
    private(set) var selected = 0
    private(set) var top = 0

    /// - Returns: false for a key that does not move.
    mutating func move(_ key: Key, count: Int, height: Int) -> Bool {
        switch key {
        case .up, .character("k"): select(selected - 1, count: count, height: height)
        case .down, .character("j"): select(selected + 1, count: count, height: height)
        case .pageUp: select(selected - height, count: count, height: height)
        case .pageDown, .character(" "): select(selected + height, count: count, height: height)
        case .home, .character("g"): select(0, count: count, height: height)
        case .end, .character("G"): select(count - 1, count: count, height: height)
        default: return false
        }
        return true
    }

    /// Selects a row, and has it be seen.
    mutating func select(_ row: Int, count: Int, height: Int) {
        selected = max(0, min(row, count - 1))
        top = max(0, min(top, count - height))
        if selected < top { top = selected }
        if selected >= top + height { top = selected - height + 1 }
    }
}

/// How far a text is scrolled.
struct Scroll: Hashable, Sendable {
    private(set) var top = 0

    /// - Returns: false for a key that does not move.
    mutating func move(_ key: Key, count: Int, height: Int) -> Bool {
        switch key {
        case .up, .character("k"): top -= 1
        case .down, .character("j"): top += 1
        case .pageUp: top -= height
        case .pageDown, .character(" "): top += height
        case .home, .character("g"): top = 0
        case .end, .character("G"): top = count
        default: return false
        }
        top = max(0, min(top, count - height))
        return true
    }
}
