import Crypto

/// What is configured, without secrets, as a supporter reads it.
package struct ConfigurationDigest: Sendable {
    package struct Option: Sendable {
        package var name: String
        /// `(set)` in place of a secret.
        package var value: String
        /// `FILE:LINE`, or `default`.
        package var origin: String

        package init(name: String, value: String, origin: String) {
            self.name = name
            self.value = value
            self.origin = origin
        }
    }

    package var options: [Option]
    /// One line each: a trunk and whom it trusts.
    package var trunks: [String]
    /// One line each: what is wrong with the files now.
    package var mistakes: [String]

    package init(options: [Option], trunks: [String], mistakes: [String]) {
        self.options = options
        self.trunks = trunks
        self.mistakes = mistakes
    }

    /// Alike for two nodes that are configured alike, wherever the lines stand.
    ///
    /// Of what is shown and no more: from a hash of the files themselves a short secret could be
    /// guessed.
    package var hash: String {
        let lines = options.map { "\($0.name)=\($0.value)" } + trunks
        return SHA256.hash(data: Array(lines.joined(separator: "\n").utf8))
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    package var text: String {
        var lines = ["sha256 \(hash)", "", "OPTIONS"]
        lines += options.map { "  \($0.name)=\($0.value)  (\($0.origin))" }
        lines += ["", "TRUNKS"] + (trunks.isEmpty ? ["  none"] : trunks.map { "  " + $0 })
        lines += ["", "MISTAKES"] + (mistakes.isEmpty ? ["  none"] : mistakes.map { "  " + $0 })
        return lines.joined(separator: "\n") + "\n"
    }
}
