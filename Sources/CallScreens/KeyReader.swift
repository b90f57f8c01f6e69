/// Turns what a terminal sends into keys.
///
/// ECMA-48 and what xterm, screen, tmux and the Linux console make of it. An escape sequence may
/// arrive in pieces; an ESC alone is the key when nothing follows: call `pause` then.
package struct KeyReader: Sendable {
    private var waiting: [UInt8] = []

    package init() {}

    /// Takes octets that came from the terminal.
    package mutating func take(_ octets: some Sequence<UInt8>) -> [Key] {
        waiting += octets
        var keys: [Key] = []
        while let (key, count) = next() {
            waiting.removeFirst(count)
            if let key { keys.append(key) }
        }
        return keys
    }

    /// Nothing came for a while.
    package mutating func pause() -> [Key] {
        defer { waiting = [] }
        return waiting == [Self.escape] ? [.escape] : []
    }

    private static let escape: UInt8 = 0x1B
    /// Longer ones are none, and dropped.
    private static let longestSequence = 16

    /// - Returns: the key, nil for what is none here, and its length; nil where more has to come.
    private func next() -> (Key?, Int)? {
        guard let first = waiting.first else { return nil }
        switch first {
        case Self.escape: return sequence()
        case 0x0D, 0x0A: return (.enter, 1)
        case 0x09: return (.tab, 1)
        case 0x7F, 0x08: return (.backspace, 1)
        case 0x03: return (.interrupt, 1)
        case 0x00..<0x20: return (nil, 1)
        case 0x20..<0x7F: return (.character(Character(UnicodeScalar(first))), 1)
        default: return character(first)
        }
    }

    private func character(_ first: UInt8) -> (Key?, Int)? {
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        guard waiting.count >= length else { return nil }
        guard length > 1, let text = String(validating: waiting.prefix(length), as: UTF8.self),
            let character = text.first
        else { return (nil, 1) }
        return (.character(character), length)
    }

    private func sequence() -> (Key?, Int)? {
        guard waiting.count > 1 else { return nil }
        guard waiting[1] == UInt8(ascii: "[") || waiting[1] == UInt8(ascii: "O") else {
            // Two keys, or one with Alt: as if Alt were not held.
            return (.escape, 1)
        }
        guard let end = waiting[2...].firstIndex(where: { (0x40...0x7E).contains($0) }) else {
            return waiting.count > Self.longestSequence ? (nil, waiting.count) : nil
        }
        let parameters = waiting[2..<end]
        return (Self.key(waiting[end], parameters), end + 1)
    }

    private static func key(_ final: UInt8, _ parameters: ArraySlice<UInt8>) -> Key? {
        switch final {
        case UInt8(ascii: "A"): return .up
        case UInt8(ascii: "B"): return .down
        case UInt8(ascii: "C"): return .right
        case UInt8(ascii: "D"): return .left
        case UInt8(ascii: "H"): return .home
        case UInt8(ascii: "F"): return .end
        case UInt8(ascii: "M"): return .enter
        case UInt8(ascii: "~"):
            let number = parameters.prefix { $0 != UInt8(ascii: ";") }
            switch String(decoding: number, as: UTF8.self) {
            case "1", "7": return .home
            case "4", "8": return .end
            case "5": return .pageUp
            case "6": return .pageDown
            default: return nil
            }
        default: return nil
        }
    }
}
