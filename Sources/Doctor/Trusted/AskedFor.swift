/// What a refused request asked for, out of `INVITE sip:15551000000@example.com`.
package struct AskedFor: Hashable, Sendable {
    package var method: String
    /// The user part as it was written; nil where there is none.
    package var user: String?
    /// In lower case, without port; nil for a URI without one.
    package var host: String?

    /// - Returns: nil for a text without a method and a URI.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count >= 2 else { return nil }
        method = String(words[0])
        guard let colon = words[1].firstIndex(of: ":") else { return nil }
        let rest = words[1][words[1].index(after: colon)...]
        let parts = rest.split(separator: "@", maxSplits: 1)
        let isTelephone = words[1].lowercased().hasPrefix("tel:")
        user = isTelephone || parts.count == 2 ? parts.first.map { Self.user($0) } : nil
        host = isTelephone ? nil : parts.last.flatMap { Self.host($0) }
    }

    private static func user(_ text: Substring) -> String {
        String(text.prefix { $0 != ";" && $0 != ":" })
    }

    private static func host(_ text: Substring) -> String? {
        let hostPort = text.prefix { !";?>".contains($0) }
        let host =
            hostPort.hasPrefix("[")
            ? hostPort.prefix { $0 != "]" }.dropFirst() : hostPort.prefix { $0 != ":" }
        return host.isEmpty ? nil : host.lowercased()
    }
}
