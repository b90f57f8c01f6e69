/// Fitting text into a terminal.
extension String {
    /// Cut at its end where it is too long.
    func shortened(to count: Int, with ellipsis: Character) -> String {
        guard self.count > count, count > 0 else { return self }
        return prefix(count - 1) + String(ellipsis)
    }

    /// In lines of at most so many characters, parted between words where that can be.
    package func wrapped(at width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ") {
            var word = String(word)
            if !line.isEmpty, line.count + 1 + word.count <= width {
                line += " " + word
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while word.count > width {
                lines.append(String(word.prefix(width)))
                word = String(word.dropFirst(width))
            }
            line = word
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }

    var withoutTrailingBlanks: String {
        var end = endIndex
        while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
        return String(self[..<end])
    }
}
