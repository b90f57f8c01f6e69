package import SIPMessages

/// The Via that we put on a request. RFC 3261 16.6 step 8.
package struct OwnVia: Sendable, Hashable {
    /// `SIP/2.0/UDP host:port;branch=`, as the listener has it ready.
    package var prefix: [UInt8]
    package var branch: Branch

    package init(prefix: [UInt8], branch: Branch) {
        self.prefix = prefix
        self.branch = branch
    }

    func write(into writer: inout ByteWriter) {
        writer.write("Via: ")
        writeValue(into: &writer)
        writer.write("\r\n")
    }

    package func writeValue(into writer: inout ByteWriter) {
        writer.write(prefix)
        branch.write(into: &writer)
    }
}

/// The Record-Route that we put on a request: one line, or two where the sides differ (RFC 5658).
package struct OwnRecordRoute: Sendable, Hashable {
    /// The text of the flow token.
    package var token: [UInt8]
    /// `@host:port;lr>` of the listener that the called side sees, as it has it ready.
    package var inner: [UInt8]
    /// The same of the calling side; nil where it is the same listener.
    package var outer: [UInt8]?

    package init(token: [UInt8], inner: [UInt8], outer: [UInt8]?) {
        self.token = token
        self.inner = inner
        self.outer = outer
    }

    func write(into writer: inout ByteWriter) {
        write(inner, into: &writer)
        if let outer { write(outer, into: &writer) }
    }

    private func write(_ suffix: [UInt8], into writer: inout ByteWriter) {
        writer.write("Record-Route: <sip:")
        writer.write(token)
        writer.write(suffix)
        writer.write("\r\n")
    }
}
