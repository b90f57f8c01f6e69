import SIPMessages

extension MessageEditor {
    /// Tells how long the body is where the sender left that to the datagram's end.
    ///
    /// RFC 3261 18.3 and 20.14: what goes on over a stream must say it, and the next hop may be
    /// one.
    mutating func addContentLength(_ message: SIPMessage) {
        guard message.first(.contentLength) == nil, let end = message.fields.last?.line.end else {
            return
        }
        insert(at: end) { writer in
            writer.write("Content-Length: ")
            writer.writeDecimal(message.body.count)
            writer.write("\r\n")
        }
    }
}
