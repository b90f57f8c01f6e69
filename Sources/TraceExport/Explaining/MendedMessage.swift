/// A SIP message as somebody saved it in a file, made fit for the wire again.
///
/// Editors save line ends as LF and leave the blank line out; mails add blank lines before. What was
/// mended is said, and everything else stays as it is: a message that is wrong in itself is to be
/// explained as such.
package struct MendedMessage: Hashable, Sendable {
    package private(set) var octets: [UInt8]
    /// One sentence for each thing that was mended.
    package private(set) var notes: [String] = []

    private static let cr: UInt8 = 0x0D
    private static let lf: UInt8 = 0x0A

    package init(_ file: [UInt8]) {
        octets = file
        dropMark()
        dropBlankLinesBefore()
        let endedInLF = endLinesInCRLF()
        closeHeader()
        if endedInLF { countBody() }
    }

    private mutating func dropMark() {
        guard octets.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        octets.removeFirst(3)
        notes.append("A byte order mark stood before it.")
    }

    private mutating func dropBlankLinesBefore() {
        let blank = octets.prefix { $0 == Self.cr || $0 == Self.lf || $0 == 0x20 || $0 == 0x09 }
        guard !blank.isEmpty else { return }
        octets.removeFirst(blank.count)
        notes.append("Blank lines stood before it.")
    }

    /// - Returns: true where line ends were mended.
    private mutating func endLinesInCRLF() -> Bool {
        let header = octets[..<(endOfHeader ?? octets.count)]
        let bare = header.indices.contains {
            header[$0] == Self.lf && ($0 == header.startIndex || header[$0 - 1] != Self.cr)
        }
        guard bare else { return false }
        var mended: [UInt8] = []
        mended.reserveCapacity(octets.count + octets.count / 16)
        for octet in octets {
            if octet == Self.lf, mended.last != Self.cr { mended.append(Self.cr) }
            mended.append(octet)
        }
        octets = mended
        notes.append("Its lines ended in LF, as editors save them; they end in CRLF now.")
        return true
    }

    /// Where the blank line begins that ends the header, whatever lines end in.
    private var endOfHeader: Int? {
        var isLineEmpty = false
        for place in octets.indices {
            if octets[place] == Self.lf {
                if isLineEmpty { return place }
                isLineEmpty = true
            } else if octets[place] != Self.cr {
                isLineEmpty = false
            }
        }
        return nil
    }

    private mutating func closeHeader() {
        guard endOfHeader == nil, !octets.isEmpty else { return }
        if octets.last != Self.lf { octets += [Self.cr, Self.lf] }
        octets += [Self.cr, Self.lf]
        notes.append("The blank line at the end of its header was missing.")
    }

    /// Other line ends make another length; what was right before is to be right now.
    private mutating func countBody() {
        guard let end = endOfHeader else { return }
        let body = octets.count - end - 1
        var start = 0
        while start < end, let newline = octets[start...].firstIndex(of: Self.lf) {
            let line = octets[start..<newline]
            start = newline + 1
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
                .filter { !$0.isWhitespace }
            guard name == "content-length" || name == "l" else { continue }
            let value = String(decoding: line[(colon + 1)...], as: UTF8.self)
                .filter { !$0.isWhitespace }
            guard let said = Int(value), said != body else { return }
            octets.replaceSubrange(
                colon + 1..<newline, with: Array(" \(body)\r".utf8))
            notes.append("Its Content-Length was \(said) and is \(body) with those line ends.")
            return
        }
    }
}
