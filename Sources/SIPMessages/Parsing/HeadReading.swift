/// The part of a parse that lies behind the start line, with the first fault that was met.
struct HeadReading {
    var fault: Fault?
    private var contentLength: Int?

    init(fault: Fault?) { self.fault = fault }

    /// Reads header fields up to the empty line.
    ///
    /// - Returns: where the body starts; the end of the bytes if there is no empty line.
    mutating func readFields(
        _ span: Span<UInt8>, from start: Int, into fields: inout ContiguousArray<HeaderField>
    ) -> Int {
        var cursor = start
        while cursor < span.count {
            if span[cursor] == 0x0D, cursor + 1 < span.count, span[cursor + 1] == 0x0A {
                return cursor + 2
            }
            if span[cursor] == 0x0A {
                note("Line Without CRLF")
                return cursor + 1
            }
            guard let lines = foldedLine(span, cursor) else { break }
            if fields.count < SIPParser.mostFields {
                readField(span, cursor, lines, into: &fields)
            } else {
                note("Too Many Header Fields")
            }
            cursor = lines.next
        }
        note("Missing Empty Line")
        return span.count
    }

    /// One header line with the lines that continue it (RFC 3261 7.3.1); nil if it is cut off.
    private mutating func foldedLine(_ span: Span<UInt8>, _ start: Int) -> LineBounds? {
        guard var line = span.line(start) else { return nil }
        while line.next < span.count, span[line.next] == 0x20 || span[line.next] == 0x09 {
            guard let more = span.line(line.next) else { return nil }
            line = LineBounds(end: more.end, next: more.next, isClean: line.isClean && more.isClean)
        }
        if !line.isClean { note("Control Character in Header") }
        return line
    }

    private mutating func readField(
        _ span: Span<UInt8>, _ start: Int, _ line: LineBounds,
        into fields: inout ContiguousArray<HeaderField>
    ) {
        guard line.next - start <= SIPParser.longestLine else {
            return note("Header Field Too Long")
        }
        let nameEnd = span.skipping(.token, start, line.end)
        var colon = nameEnd
        while colon < line.end, span[colon] == 0x20 || span[colon] == 0x09 { colon += 1 }
        guard nameEnd > start, colon < line.end, span[colon] == UInt8(ascii: ":") else {
            return note("Malformed Header Field")
        }
        let nameBytes = ByteRange(start, nameEnd)
        let field = HeaderField(
            name: HeaderName(span.part(nameBytes)), line: ByteRange(start, line.next),
            nameBytes: nameBytes,
            value: span.trimmed(ByteRange(colon + 1, line.end)))
        fields.append(field)
        if field.name == .contentLength { readContentLength(span, field.value) }
    }

    private mutating func readContentLength(_ span: Span<UInt8>, _ value: ByteRange) {
        guard contentLength == nil else { return note("Repeated Content-Length") }
        guard let length = span.number(value) else { return note("Malformed Content-Length") }
        contentLength = Int(length)
    }

    /// Finds the body: as long as Content-Length says (RFC 3261 18.3).
    mutating func readBody(_ span: Span<UInt8>, from start: Int, _ framing: MessageFraming)
        -> ByteRange
    {
        let available = span.count - start
        guard let contentLength else {
            if framing == .stream { note("Missing Content-Length") }
            return ByteRange(start, span.count)
        }
        guard contentLength <= available else {
            note("Content-Length Exceeds Body")
            return ByteRange(start, span.count)
        }
        if framing == .stream, contentLength < available { note("Content-Length Below Body") }
        return ByteRange(start, start + contentLength)
    }

    /// Keeps the first fault only.
    private mutating func note(_ reason: StaticString) {
        if fault == nil { fault = .badRequest(reason) }
    }
}
