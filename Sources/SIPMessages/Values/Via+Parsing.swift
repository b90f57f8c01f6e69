extension Via {
    /// Reads one Via value; white space and folds may stand wherever RFC 3261 25.1 allows them.
    ///
    /// - Throws: 400, also for a branch that is the magic cookie and nothing more (RFC 4475 3.2.1).
    /// - Cost: linear, no allocation.
    package static func parse(_ span: Span<UInt8>, _ range: ByteRange) throws(Fault) -> Via {
        let whole = span.trimmed(range)
        guard let transport = sentProtocol(span, whole) else { throw .badRequest("Malformed Via") }
        let end = whole.end
        let hostStart = span.skippingWhiteSpace(transport.end, end)
        guard hostStart > transport.end, let hostEnd = span.endOfHost(hostStart, end) else {
            throw .badRequest("Malformed Via Host")
        }
        var port: UInt16?
        var cursor = span.skippingWhiteSpace(hostEnd, end)
        if cursor < end, span[cursor] == UInt8(ascii: ":") {
            guard let (value, next) = span.port(span.skippingWhiteSpace(cursor + 1, end), end)
            else {
                throw .badRequest("Malformed Via Port")
            }
            port = value
            cursor = span.skippingWhiteSpace(next, end)
        }
        var via = Via(
            transport: transport, host: ByteRange(hostStart, hostEnd), port: port, branch: nil,
            rport: .absent,
            received: nil, parameters: ByteRange(cursor, end), whole: whole)
        try via.readParameters(span)
        return via
    }

    private mutating func readParameters(_ span: Span<UInt8>) throws(Fault) {
        var cursor = parameters.start
        while cursor < parameters.end {
            guard let match = Parameters.next(in: span, &cursor, parameters.end) else {
                throw .badRequest("Malformed Via Parameters")
            }
            switch (match.name.count, span[match.name.start] | 0x20) {
            case (6, UInt8(ascii: "b")) where span.equalsIgnoringCase(match.name, "branch"):
                guard branch == nil, let value = match.value, span.part(value).isToken else {
                    throw .badRequest("Malformed Via Branch")
                }
                branch = value
            case (5, UInt8(ascii: "r")) where span.equalsIgnoringCase(match.name, "rport"):
                guard rport == .absent else { throw .badRequest("Malformed Via Rport") }
                rport = try Self.rport(span, match.value)
            case (8, UInt8(ascii: "r")) where span.equalsIgnoringCase(match.name, "received"):
                received = match.value
            default: break
            }
        }
        if let branch, span.equalsIgnoringCase(branch, "z9hG4bK") {
            throw .badRequest("Empty Via Branch")
        }
    }

    private static func rport(_ span: Span<UInt8>, _ value: ByteRange?) throws(Fault) -> Rport {
        guard let value else { return .requested }
        guard let port = span.number(value, max: 65_535), port > 0 else {
            throw .badRequest("Malformed Via Rport")
        }
        return .value(UInt16(truncatingIfNeeded: port))
    }

    /// Reads `SIP / 2.0 / transport` and returns the transport.
    private static func sentProtocol(_ span: Span<UInt8>, _ range: ByteRange) -> ByteRange? {
        let end = range.end
        guard let name = token(span, range.start, end), span.equalsIgnoringCase(name, "SIP"),
            let slash = slash(span, name.end, end), let version = token(span, slash, end),
            span.equals(version, "2.0"), let slash = Self.slash(span, version.end, end)
        else { return nil }
        return token(span, slash, end)
    }

    private static func token(_ span: Span<UInt8>, _ start: Int, _ limit: Int) -> ByteRange? {
        let end = span.skipping(.token, start, limit)
        return end > start ? ByteRange(start, end) : nil
    }

    /// The offset behind a slash and the white space around it.
    private static func slash(_ span: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        let slash = span.skippingWhiteSpace(start, end)
        guard slash < end, span[slash] == UInt8(ascii: "/") else { return nil }
        return span.skippingWhiteSpace(slash + 1, end)
    }
}
