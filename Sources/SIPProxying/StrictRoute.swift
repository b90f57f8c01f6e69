package import NIOCore
package import SIPMessages

/// Undoing what a strict router did: our Record-Route URI stands in the Request-URI, the real one
/// at the end of the Routes.
///
/// RFC 3261 16.4 first paragraph.
package enum StrictRoute {
    /// The request as a loose router would have sent it.
    ///
    /// - Returns: nil without a Route to take the Request-URI from.
    package static func undone(
        _ message: SIPMessage, editor: inout MessageEditor, allocator: ByteBufferAllocator
    ) -> ByteBuffer? {
        guard case .request(_, _, let uri) = message.start else { return nil }
        var values = message.values(.route)
        var previous: HeaderValue?
        var last: HeaderValue?
        while let value = values.next() { (previous, last) = (last, value) }
        guard let last, let address = try? NameAddress.parse(message.span, last.range) else {
            return nil
        }
        editor.clear()
        // Our own URI becomes the top Route again: its token is what the request is routed by.
        editor.replace(uri, with: message.span.part(address.uri.whole))
        if let first = message.first(.route) {
            editor.insert(at: first.line.start) { writer in
                writer.write("Route: <")
                writer.write(message.span.part(uri))
                writer.write(">\r\n")
            }
        }
        if let previous, previous.fieldIndex == last.fieldIndex {
            editor.remove(ByteRange(previous.range.end, last.range.end))
        } else {
            editor.remove(message.fields[last.fieldIndex].line)
        }
        return editor.write(message, allocator: allocator)
    }
}
