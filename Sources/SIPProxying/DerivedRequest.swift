package import NIOCore
package import SIPMessages

/// The two requests that a proxy makes itself, out of an INVITE that it sent.
package enum DerivedRequest {
    /// The CANCEL for an INVITE. RFC 3261 9.1: same Request-URI, top Via, From, To, Call-ID, CSeq
    /// number and Route.
    package static func cancel(
        of invite: SIPMessage, _ envelope: Envelope, allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        write("CANCEL", invite, envelope, to: nil, allocator)
    }

    /// The ACK to a failure response. RFC 3261 17.1.1.3: as CANCEL, but with the To of the
    /// response.
    package static func acknowledgement(
        of invite: SIPMessage, _ envelope: Envelope, response: SIPMessage,
        allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        write("ACK", invite, envelope, to: response, allocator)
    }

    private static func write(
        _ method: StaticString, _ invite: SIPMessage, _ envelope: Envelope,
        to response: SIPMessage?,
        _ allocator: ByteBufferAllocator
    ) -> ByteBuffer {
        var writer = ByteWriter(capacity: 768, allocator: allocator)
        let span = invite.span
        writer.write(method)
        writer.write(byte: UInt8(ascii: " "))
        if case .request(_, _, let uri) = invite.start { writer.write(span.part(uri)) }
        writer.write(" SIP/2.0\r\nVia: ")
        writer.write(span.part(envelope.via.whole))
        writer.write("\r\nMax-Forwards: 70\r\n")
        for field in invite.fields where field.name == .route {
            writer.write(span.part(field.line))
        }
        if let field = invite.first(.from) { writer.write(span.part(field.line)) }
        if let response, let field = response.first(.to) {
            writer.write(response.span.part(field.line))
        } else if let field = invite.first(.to) {
            writer.write(span.part(field.line))
        }
        if let field = invite.first(.callID) { writer.write(span.part(field.line)) }
        writer.write("CSeq: ")
        writer.writeDecimal(envelope.cseq)
        writer.write(byte: UInt8(ascii: " "))
        writer.write(method)
        writer.write("\r\nContent-Length: 0\r\n\r\n")
        return writer.buffer
    }
}
