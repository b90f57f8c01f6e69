/// Where in the configuration something stands.
package struct ConfigurationOrigin: Hashable, Sendable {
    /// Path of the file or directory as it was opened.
    package let file: String
    /// Counted from 1; nil if the file as a whole is meant.
    package let line: Int?

    package init(file: String, line: Int? = nil) {
        self.file = file
        self.line = line
    }
}

extension ConfigurationOrigin: CustomStringConvertible {
    /// `FILE:LINE`, or `FILE` where no line is known.
    package var description: String { line.map { "\(file):\($0)" } ?? file }
}

extension String {
    /// The text between quotes, on one line and short enough for a log line, whatever it contains.
    ///
    /// - Returns: at most 80 characters of it; control characters become `\u{…}`.
    var inReport: String {
        var shown = ""
        for scalar in unicodeScalars.prefix(80) {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else if scalar == "\u{2028}" || scalar == "\u{2029}" {
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > 80 ? "\"\(shown)…\"" : "\"\(shown)\""
    }
}
