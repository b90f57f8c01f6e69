/// One line of a message's head.
struct LineBounds {
    /// Behind the last byte before the line break.
    var end: Int
    /// Behind the line break.
    var next: Int
    /// False if the break is not CRLF, or a control character stands in the line.
    var isClean: Bool
}

extension Span<UInt8> {
    /// Finds the end of the line that `start` is in; nil if the bytes end before it does.
    ///
    /// RFC 3261 7. A lone LF ends a line too, but not cleanly. Control characters are clean only
    /// behind the backslash of a quoted pair (RFC 4475 3.1.1.2), tabs always.
    func line(_ start: Int) -> LineBounds? {
        var index = start
        var isClean = true
        while true {
            index = firstControl(index)
            guard index < count else { return nil }
            switch self[index] {
            case 0x09: break
            case 0x0A: return LineBounds(end: index, next: index + 1, isClean: false)
            case 0x0D where index + 1 < count && self[index + 1] == 0x0A:
                return LineBounds(end: index, next: index + 2, isClean: isClean)
            case 0x0D: isClean = false
            default: if index == start || self[index - 1] != UInt8(ascii: "\\") { isClean = false }
            }
            index += 1
        }
    }
}
