package import Hummingbird

/// Whether a page in a browser may have made a request, for servers that ask this machine for no
/// key: a page from elsewhere would read and write with the hands of whoever looks at it.
extension Request {
    /// True where the Host is an address or localhost, with or without a port: a name may have been
    /// made to lead to this machine.
    package var isCalledByAddress: Bool {
        let authority = head.authority ?? ""
        if authority.hasPrefix("[") { return true }
        let host = authority.prefix { $0 != ":" }
        if host.isEmpty || host.lowercased() == "localhost" { return true }
        return host.allSatisfy { $0.isASCII && $0.isNumber || $0 == "." }
    }

    /// True where a browser says that a page of another site made it.
    package var isOfForeignPage: Bool {
        headers[.origin] != nil || headers[.init("Sec-Fetch-Site")!] == "cross-site"
    }
}
