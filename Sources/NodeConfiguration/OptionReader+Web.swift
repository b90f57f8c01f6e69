import NetworkAddresses

/// Kinds of values that only the HTTP servers have.
extension OptionReader {
    /// A port to listen on; 0 means not at all.
    mutating func portOrOff(_ name: String, standard: UInt16?) -> UInt16? {
        guard let number = number(name, in: 0...65535) else { return standard }
        return number == 0 ? nil : UInt16(number)
    }

    /// A text that travels in a header field of HTTP or in SMTP; no message shows it, since most
    /// are secrets.
    mutating func visibleText(_ name: String) -> String? {
        guard let value = text(name)?.value else { return nil }
        guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), value.utf8.first != 0x20,
            value.utf8.last != 0x20, value.utf8.count <= 256
        else {
            refuse(
                name, "the value is not visible ASCII of at most 256 characters",
                "Write it in letters, digits and signs of ASCII.")
            return nil
        }
        take(name, value)
        return value
    }

    /// HOST or HOST:PORT, an IPv6 address in brackets.
    mutating func smarthost(_ name: String, standardPort: UInt16) -> WebSettings.Smarthost? {
        guard let value = text(name)?.value else { return nil }
        if let place = Self.place(value, standardPort: standardPort) {
            take(name, "\(place.host):\(place.port)")
            return WebSettings.Smarthost(host: place.host, port: place.port)
        }
        refuse(
            name, "\(value.inReport) is not a mail server",
            "Write its host name or address, with :PORT behind it if it is another than"
                + " \(standardPort).")
        return nil
    }

    /// - Returns: nil for what is neither a host nor a host with a port.
    static func place(_ value: String, standardPort: UInt16) -> (host: String, port: UInt16)? {
        if let host = hostText(value) { return (host, standardPort) }
        guard let colon = value.lastIndex(of: ":"), let host = hostText(String(value[..<colon])),
            let port = UInt16(decimal: value[value.index(after: colon)...]), port != 0
        else { return nil }
        return (host, port)
    }

    /// LOCAL@DOMAIN in the plain form; what a quoted local part allows is not worth its dangers.
    mutating func mailAddress(_ name: String) -> String? {
        guard let value = text(name)?.value else { return nil }
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        let signs = Set("!#$%&'*+-/=?^_`{|}~.".utf8)
        guard parts.count == 2, HostName(parts[1]) != nil, (1...64).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({
                $0.isASCIILetter || $0.isASCIIDigit || signs.contains($0)
            })
        else {
            refuse(
                name, "\(value.inReport) is not an e-mail address",
                "Write it alone, such as clearwater@example.com.")
            return nil
        }
        take(name, value)
        return value
    }

    /// Complains where one of two options that need each other is missing.
    mutating func requirePair(_ first: String, _ second: String) {
        for (present, absent) in [(first, second), (second, first)]
        where isMentioned(present) && !isMentioned(absent) {
            refuse(
                present, "\(absent) is missing, and one is of no use without the other",
                "Set both, or none.")
        }
    }
}
