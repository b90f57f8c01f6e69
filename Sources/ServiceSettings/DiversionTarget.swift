/// Where calls are diverted to: a number or a SIP, SIPS or tel URI.
package struct DiversionTarget: Hashable, Sendable {
    /// As it stands in the document.
    package let uri: String

    /// What a document of a client holds: one of the URIs, or a number alone.
    ///
    /// - Returns: nil for anything else.
    package init?(uri: String) {
        guard uri.utf8.count <= 255 else { return nil }
        guard let colon = uri.firstIndex(of: ":") else {
            guard Self.isNumber(uri) else { return nil }
            self.uri = uri
            return
        }
        let rest = uri[uri.index(after: colon)...]
        switch uri[..<colon].lowercased() {
        case "sip", "sips": guard Self.isSIPAddress(rest) else { return nil }
        case "tel":
            let number = rest.prefix { $0 != ";" }
            guard Self.isNumber(number), Self.isPlain(rest) else { return nil }
        case _: return nil
        }
        self.uri = uri
    }

    /// What a person wrote: a number with or without spaces and hyphens, an address, or a URI.
    ///
    /// A number with its country code becomes a tel URI, one without a SIP URI of the domain.
    /// - Returns: nil for what is none of these.
    package init?(written: String, domain: String) {
        let text = String(written.filter { !$0.isWhitespace })
        if text.contains(":") {
            self.init(uri: text)
        } else if text.contains("@") {
            self.init(uri: "sip:" + text)
        } else {
            let number = text.filter { !"-.()".contains($0) }
            guard Self.isNumber(number) else { return nil }
            self.init(uri: number.hasPrefix("+") ? "tel:" + number : "sip:\(number)@\(domain)")
        }
    }

    /// As a person would write it: numbers alone where the domain is this one.
    package func shown(domain: String) -> String {
        if let colon = uri.firstIndex(of: ":") {
            let rest = uri[uri.index(after: colon)...]
            if uri[..<colon].lowercased() == "tel", Self.isNumber(rest) { return String(rest) }
            if rest.hasSuffix("@" + domain), uri[..<colon].lowercased() == "sip" {
                let user = rest.dropLast(domain.count + 1)
                if Self.isNumber(user) { return String(user) }
            }
        }
        return uri
    }

    /// RFC 3966 3 without its separators for display, and the service codes that keypads have.
    private static func isNumber(_ text: some StringProtocol) -> Bool {
        let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
        let isGlobal = text.hasPrefix("+")
        return (1...40).contains(digits.utf8.count)
            && digits.utf8.contains { (0x30...0x39).contains($0) }
            && digits.utf8.allSatisfy { octet in
                (0x30...0x39).contains(octet) || "-.()".utf8.contains(octet)
                    || !isGlobal && "*#".utf8.contains(octet)
            }
    }

    /// `[user@]host[:port][;parameters]` (RFC 3261 19.1.1); headers make no sense here.
    private static func isSIPAddress(_ text: Substring) -> Bool {
        guard isPlain(text), !text.contains("?") else { return false }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || !parts[0].isEmpty else { return false }
        let hostPort = parts[parts.count - 1].prefix { $0 != ";" }
        var host = hostPort
        if hostPort.hasPrefix("[") {
            guard let end = hostPort.firstIndex(of: "]") else { return false }
            host = hostPort[hostPort.index(after: hostPort.startIndex)..<end]
            guard isPort(hostPort[hostPort.index(after: end)...]), host.contains(":") else {
                return false
            }
            return host.utf8.allSatisfy { isHexadecimal($0) || ":.".utf8.contains($0) }
        }
        if let colon = hostPort.firstIndex(of: ":") {
            host = hostPort[..<colon]
            guard isPort(hostPort[colon...]) else { return false }
        }
        return !host.isEmpty && !host.hasPrefix(".") && !host.hasPrefix("-")
            && host.utf8.allSatisfy { isLetterOrDigit($0) || "-.".utf8.contains($0) }
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.hasPrefix(":") && (UInt16(text.dropFirst()) ?? 0) > 0
    }

    /// Visible ASCII that needs no escape in a URI.
    private static func isPlain(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && !"\"<>\\^`{|},".utf8.contains($0)
            }
    }

    private static func isHexadecimal(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x61...0x66).contains(octet | 0x20)
    }

    private static func isLetterOrDigit(_ octet: UInt8) -> Bool {
        (0x30...0x39).contains(octet) || (0x61...0x7A).contains(octet | 0x20)
    }
}
