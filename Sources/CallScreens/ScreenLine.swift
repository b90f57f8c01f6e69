/// One line of a screen: pieces of text in styles.
package struct ScreenLine: Hashable, Sendable {
    package enum Style: Hashable, Sendable, CaseIterable {
        case plain
        /// The bar at the top, and the row that the keys work on.
        case bar
        case heading
        case dim
        /// What failed, and what was taken away.
        case bad
        /// What went well, and what was added.
        case good
        case key
    }

    package struct Piece: Hashable, Sendable {
        package var text: String
        package var style: Style
    }

    package private(set) var pieces: [Piece] = []

    package init() {}

    package init(_ text: String, _ style: Style = .plain) { add(text, style) }

    package mutating func add(_ text: String, _ style: Style = .plain) {
        pieces.append(Piece(text: Self.harmless(text), style: style))
    }

    package var text: String { pieces.map(\.text).joined() }

    /// Exactly so many columns of it.
    ///
    /// - Parameter style: that the whole line gets; nil leaves each piece its own.
    package func fitted(to columns: Int, style: Style? = nil) -> ScreenLine {
        var line = ScreenLine()
        var left = columns
        for piece in pieces where left > 0 {
            let text = String(piece.text.prefix(left))
            left -= text.count
            line.pieces.append(Piece(text: text, style: style ?? piece.style))
        }
        if left > 0 {
            let blanks = String(repeating: " ", count: left)
            line.pieces.append(Piece(text: blanks, style: style ?? .plain))
        }
        return line
    }

    /// What a peer wrote must not move the cursor, and each character takes one column: others are
    /// shown as `?`.
    private static func harmless(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
        if isPlain { return text }
        return String(text.map { isOneColumn($0) ? $0 : $0 == "\t" ? " " : "?" })
    }

    private static func isOneColumn(_ character: Character) -> Bool {
        let scalars = character.unicodeScalars
        guard let scalar = scalars.first, scalars.count == 1 else { return false }
        switch scalar.value {
        // Latin, Greek, Cyrillic; the arrows, lines and dots that are drawn here.
        case 0x20..<0x7F, 0xA1...0xAC, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x52F: return true
        case 0x2013, 0x2014, 0x2018...0x201E, 0x2022, 0x2026, 0x2190...0x2193: return true
        case 0x2500...0x257F, 0x25B6, 0x25C0: return true
        default: return false
        }
    }
}

extension String {
    /// Exactly so many columns of it, cut with `…` where it is longer.
    func fitted(to columns: Int) -> String {
        guard count > columns else { return self + String(repeating: " ", count: columns - count) }
        return columns > 1 ? prefix(columns - 1) + "…" : String(prefix(max(columns, 0)))
    }
}
