extension SocketEndpoint {
    /// Reads `192.0.2.1:5060` or `[2001:db8::1]:5060`.
    ///
    /// - Returns: nil for anything else; an IPv6 address without brackets too, for where its port
    ///   begins would be a guess.
    package init?(text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let host = text[..<colon]
        let digits = text[text.index(after: colon)...]
        guard host.contains(":") == host.hasPrefix("["), let address = IPAddress(host),
            !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(digits)
        else { return nil }
        self.init(address, port)
    }
}
