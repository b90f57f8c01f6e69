/// Where the lines of a message are, however broken it is.
///
/// The trace also shows what the parser refuses, so this reads without judging: a line ends at
/// its line feed, one that begins with white space goes on with the one before it, and the first
/// empty line ends the header.
struct MessageLines: Sendable {
    struct Field: Sendable {
        /// In lower case, compact forms as their full names.
        var name: String
        /// Behind the colon, with the line breaks of folded lines in it, without the last one.
        var value: Range<Int>
    }

    /// Without its line end; empty where there is nothing.
    private(set) var start = 0..<0
    private(set) var fields: [Field] = []
    /// Lines of the header that are no header fields: of a body that no empty line parts off.
    private(set) var strays: [Range<Int>] = []
    /// From behind the empty line to the end.
    private(set) var body: Range<Int>

    init(_ octets: [UInt8]) {
        var place = 0
        while place < octets.count, octets[place].isLineEnd { place += 1 }
        body = octets.count..<octets.count
        var isFirst = true
        while place < octets.count {
            let feed = octets[place...].firstIndex(of: 0x0A) ?? octets.count
            let next = min(feed + 1, octets.count)
            var end = feed
            if end > place, octets[end - 1] == 0x0D { end -= 1 }
            if isFirst {
                start = place..<end
                isFirst = false
            } else if end == place {
                body = next..<octets.count
                return
            } else if octets[place].isBlank, !fields.isEmpty {
                fields[fields.count - 1].value =
                    fields[fields.count - 1].value.lowerBound..<end
            } else if let field = Self.field(octets, place..<end) {
                fields.append(field)
            } else {
                strays.append(place..<end)
            }
            place = next
        }
    }

    private static func field(_ octets: [UInt8], _ line: Range<Int>) -> Field? {
        guard let colon = octets[line].firstIndex(of: UInt8(ascii: ":")) else { return nil }
        var end = colon
        while end > line.lowerBound, octets[end - 1].isBlank { end -= 1 }
        guard octets[line.lowerBound..<end].allSatisfy(\.isNameCharacter) else { return nil }
        let written = Legible.text(octets[line.lowerBound..<end]).lowercased()
        var value = colon + 1
        while value < line.upperBound, octets[value].isBlank { value += 1 }
        return Field(name: fullNames[written] ?? written, value: value..<line.upperBound)
    }

    /// RFC 3261 7.3.3, with what came later.
    private static let fullNames = [
        "i": "call-id", "m": "contact", "e": "content-encoding", "l": "content-length",
        "c": "content-type", "f": "from", "s": "subject", "k": "supported", "t": "to", "v": "via",
        "y": "identity",
    ]
}

extension UInt8 {
    var isBlank: Bool { self == 0x20 || self == 0x09 }
    var isLineEnd: Bool { self == 0x0D || self == 0x0A }
    /// Of a header field's name: no white space, no `=`, no quotes.
    var isNameCharacter: Bool {
        self > 0x20 && self < 0x7F && self != UInt8(ascii: "=") && self != 0x22
    }
}
