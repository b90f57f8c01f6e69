package import NIOCore
package import NetworkAddresses

/// Builds a response to a request out of the request's own lines.
///
/// RFC 3261 8.2.6. Works on a malformed request too: the lines that are there are copied as they
/// are.
package enum ResponseBuilder {
    /// Writes a whole response: status line, every Via line, From, To, Call-ID, CSeq, and what the
    /// caller adds.
    ///
    /// - Parameters:
    ///   - message: a request.
    ///   - toTag: written as hexadecimal digits if To has no tag yet; never for 100.
    ///   - source: where the request came from, for `received` and `rport` of the top Via (RFC 3261
    ///     18.2.1, RFC 3581), whatever they say already; nil leaves the Via as it is.
    ///   - recordRoutes: copy the Record-Route lines too, as a response that makes a dialog must
    ///     (12.1.1).
    ///   - body: its Content-Type is one of the caller's lines; Content-Length is written here.
    ///   - extra: writes more header lines, each with its CRLF.
    /// - Cost: linear; two allocations, more if the caller writes more than some 512 octets.
    package static func response(
        to message: borrowing SIPMessage, status: UInt16, reason: StaticString, toTag: UInt64?,
        source: SocketEndpoint?, recordRoutes: Bool = false, body: [UInt8] = [],
        allocator: ByteBufferAllocator = ByteBufferAllocator(),
        extra: (inout ByteWriter) -> Void = { _ in }
    ) -> ByteBuffer {
        var writer = ByteWriter(
            capacity: copiedSize(message, recordRoutes) + body.count + 512, allocator: allocator)
        writer.write("SIP/2.0 ")
        writer.writeDecimal(status)
        writer.write(byte: 0x20)
        writer.write(reason)
        writer.write("\r\n")
        writeVias(message, source, into: &writer)
        writeFirst(.from, message, into: &writer)
        writeTo(message, status == 100 ? nil : toTag, into: &writer)
        writeFirst(.callID, message, into: &writer)
        writeFirst(.cseq, message, into: &writer)
        if recordRoutes {
            for field in message.fields where field.name == .recordRoute {
                writer.write(message.span.part(field.line))
            }
        }
        extra(&writer)
        writer.write("Content-Length: ")
        writer.writeDecimal(body.count)
        writer.write("\r\n\r\n")
        writer.write(body)
        return writer.buffer
    }

    private static func copiedSize(_ message: borrowing SIPMessage, _ recordRoutes: Bool) -> Int {
        var size = 0
        for field in message.fields {
            switch field.name {
            case .via, .from, .to, .callID, .cseq: size += field.line.count
            case .recordRoute where recordRoutes: size += field.line.count
            default: break
            }
        }
        return size
    }

    private static func writeFirst(
        _ name: HeaderName, _ message: borrowing SIPMessage, into writer: inout ByteWriter
    ) {
        guard let field = message.first(name) else { return }
        writer.write(message.span.part(field.line))
    }

    private static func writeTo(
        _ message: borrowing SIPMessage, _ tag: UInt64?, into writer: inout ByteWriter
    ) {
        guard let field = message.first(.to) else { return }
        let span = message.span
        guard let tag, !hasTag(span, field.value) else {
            return writer.write(span.part(field.line))
        }
        writer.write(span.part(ByteRange(field.line.start, field.value.end)))
        writer.write(";tag=")
        writer.writeHex(tag)
        writer.write(span.part(ByteRange(field.value.end, field.line.end)))
    }

    private static func hasTag(_ span: Span<UInt8>, _ value: ByteRange) -> Bool {
        guard let address = try? NameAddress.parse(span, value) else { return false }
        return address.parameter("tag", in: span) != nil
    }

    private static func writeVias(
        _ message: borrowing SIPMessage, _ source: SocketEndpoint?, into writer: inout ByteWriter
    ) {
        let span = message.span
        var isTop = true
        for field in message.fields where field.name == .via {
            if isTop, let source {
                writeTopVia(span, field, source, into: &writer)
            } else {
                writer.write(span.part(field.line))
            }
            isTop = false
        }
    }

    private static func writeTopVia(
        _ span: Span<UInt8>, _ field: HeaderField, _ source: SocketEndpoint,
        into writer: inout ByteWriter
    ) {
        let value = ByteRange(
            field.value.start, span.endOfListItem(field.value.start, field.value.end))
        guard let via = try? Via.parse(span, value) else {
            return writer.write(span.part(field.line))
        }
        let rport = via.rport == .absent ? nil : via.parameter("rport", in: span)?.whole
        let spoken = via.parameter("received", in: span)?.whole
        let needsReceived =
            rport != nil || spoken != nil || via.hostAddress(in: span) != source.address
        // What the peer says of itself there does not count: it would send the answers to somebody
        // else.
        let received = needsReceived ? spoken ?? ByteRange(via.whole.end, via.whole.end) : nil
        var cursor = field.line.start
        if let received, let rport, received.start < rport.start {
            writeReceived(span, &cursor, received, source, into: &writer)
            writeRport(span, &cursor, rport, source, into: &writer)
        } else {
            if let rport { writeRport(span, &cursor, rport, source, into: &writer) }
            if let received { writeReceived(span, &cursor, received, source, into: &writer) }
        }
        writer.write(span.part(ByteRange(cursor, field.line.end)))
    }

    private static func writeRport(
        _ span: Span<UInt8>, _ cursor: inout Int, _ place: ByteRange, _ source: SocketEndpoint,
        into writer: inout ByteWriter
    ) {
        writer.write(span.part(ByteRange(cursor, place.start)))
        writer.write(";rport=")
        writer.writeDecimal(source.port)
        cursor = place.end
    }

    private static func writeReceived(
        _ span: Span<UInt8>, _ cursor: inout Int, _ place: ByteRange, _ source: SocketEndpoint,
        into writer: inout ByteWriter
    ) {
        writer.write(span.part(ByteRange(cursor, place.start)))
        writer.write(";received=")
        writer.write(received: source.address)
        cursor = place.end
    }
}
