/// Breaks text into lines where it cannot be left to the browser: in a drawing.
package enum TextWrapping {
    /// A long word is torn a little earlier: those have digits and capitals, which are wider.
    ///
    /// - Parameter width: characters of a line.
    /// - Returns: at most so many lines; the last one ends with `…` where text is left out.
    package static func lines(of text: String, width: Int, most: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var words = text.split(whereSeparator: \.isWhitespace).flatMap { pieces($0, width - 4) }[
            ...]
        while let word = words.first {
            // The rest of a torn word begins a line, lest it look like another word.
            let isTorn =
                word.startIndex > text.startIndex
                && !text[text.index(before: word.startIndex)].isWhitespace
            if line.isEmpty {
                line = String(word)
            } else if !isTorn, line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                guard lines.count + 1 < most else { break }
                lines.append(line)
                line = String(word)
            }
            words.removeFirst()
        }
        if !words.isEmpty { line = cut(line + " …", width) }
        return line.isEmpty ? lines : lines + [line]
    }

    /// - Returns: the text, or its beginning with `…` at the end.
    package static func cut(_ text: String, _ width: Int) -> String {
        text.count <= width ? text : text.prefix(width - 1) + "…"
    }

    /// `ADDRESS:PORT` in lines that are no wider; the port is not torn apart.
    package static func lines(ofEndpoint endpoint: String, width: Int) -> [String] {
        guard endpoint.count > width, let colon = endpoint.lastIndex(of: ":") else {
            return [endpoint]
        }
        return pieces(endpoint[..<colon], width).map(String.init) + [String(endpoint[colon...])]
    }

    /// A word that is too long for a line goes over several.
    private static func pieces(_ word: Substring, _ width: Int) -> [Substring] {
        var pieces: [Substring] = []
        var rest = word
        while rest.count > width {
            pieces.append(rest.prefix(width))
            rest = rest.dropFirst(width)
        }
        return pieces + [rest]
    }
}
