extension Span<UInt8> {
    /// Reads `host[:port]` without white space.
    ///
    /// RFC 3261 25.1 `hostport`. An IPv6 host has its brackets; its digits are not weighed here.
    /// - Returns: the end of the host, the port if there is one, and the offset behind both; nil if
    ///   there is no host.
    func hostAndPort(_ start: Int, _ end: Int) -> (hostEnd: Int, port: UInt16?, next: Int)? {
        guard let hostEnd = endOfHost(start, end) else { return nil }
        guard hostEnd < end, self[hostEnd] == UInt8(ascii: ":") else {
            return (hostEnd, nil, hostEnd)
        }
        guard let (port, next) = port(hostEnd + 1, end) else { return nil }
        return (hostEnd, port, next)
    }

    /// The end of the host name or bracketed IPv6 address that starts there; nil if none does.
    func endOfHost(_ start: Int, _ end: Int) -> Int? {
        guard start < end else { return nil }
        guard self[start] == UInt8(ascii: "[") else {
            let hostEnd = skipping(.host, start, end)
            return hostEnd > start ? hostEnd : nil
        }
        let close = skipping(.ipv6, start + 1, end)
        guard close > start + 2, close < end, self[close] == UInt8(ascii: "]") else { return nil }
        return close + 1
    }

    /// The port number that starts there, 1...65,535, and the offset behind it.
    func port(_ start: Int, _ end: Int) -> (port: UInt16, next: Int)? {
        var index = start
        var value = 0
        while index < end, Self.isDigit(self[index]) {
            value = value * 10 + Int(self[index] & 0x0F)
            guard value <= 65_535 else { return nil }
            index += 1
        }
        guard value > 0 else { return nil }
        return (UInt16(truncatingIfNeeded: value), index)
    }
}
