package import NIOCore
package import SIPMessages

/// The copy of a response that goes back upstream. RFC 3261 16.7 steps 3 and 8.
package enum ForwardedResponse {
    /// Writes the response without our Via and without what stops at the border.
    ///
    /// - Parameter stops: which header fields stay behind (TS 24.229 4.4).
    /// - Returns: nil if ours was the only Via: then the response is for nobody beyond us.
    /// - Cost: linear; one allocation of the exact size.
    package static func write(
        _ message: SIPMessage, _ envelope: Envelope, stops: (HeaderName) -> Bool,
        editor: inout MessageEditor, allocator: ByteBufferAllocator
    ) -> ByteBuffer? {
        guard envelope.viaCount > 1 else { return nil }
        editor.clear()
        removeTopVia(message, envelope, &editor)
        for field in message.fields where field.name != .other && stops(field.name) {
            editor.remove(field.line)
        }
        editor.addContentLength(message)
        return editor.write(message, allocator: allocator)
    }

    private static func removeTopVia(
        _ message: SIPMessage, _ envelope: Envelope, _ editor: inout MessageEditor
    ) {
        guard let field = message.first(.via) else { return }
        var values = message.values(.via)
        guard let first = values.next(), let second = values.next() else { return }
        if second.fieldIndex == first.fieldIndex {
            editor.remove(ByteRange(first.range.start, second.range.start))
        } else {
            editor.remove(field.line)
        }
    }
}
