extension StartLine {
    /// Reads a request line or a status line.
    ///
    /// RFC 3261 7.1 and 7.2: single spaces, no white space at the end (RFC 4475 3.1.2.8 to
    /// 3.1.2.10).
    /// - Returns: nil if the line is of no SIP message at all; else what there is, with the first
    ///   fault noted.
    static func parse(_ span: Span<UInt8>, _ line: LineBounds, _ fault: inout Fault?) -> StartLine?
    {
        let end = line.end
        if !line.isClean { note(&fault, 400, "Control Character in Start Line") }
        if isVersion(span, 0, end) { return status(span, end, &fault) }
        return request(span, end, &fault)
    }

    private static func request(_ span: Span<UInt8>, _ lineEnd: Int, _ fault: inout Fault?)
        -> StartLine?
    {
        let methodEnd = span.skipping(.token, 0, lineEnd)
        guard methodEnd > 0, methodEnd < lineEnd, span[methodEnd] == 0x20 else { return nil }
        var end = lineEnd
        while end > methodEnd, Span<UInt8>.isWhiteSpace(span[end - 1]) { end -= 1 }
        var versionStart = end
        while versionStart > methodEnd, span[versionStart - 1] != 0x20 { versionStart -= 1 }
        guard versionStart > methodEnd + 1, isVersion(span, versionStart, end) else { return nil }
        let method = ByteRange(0, methodEnd)
        let uri = ByteRange(methodEnd + 1, versionStart - 1)
        if uri.isEmpty || end != lineEnd || hasWhiteSpace(span, uri) {
            note(&fault, 400, "Malformed Request Line")
        }
        if !span.equalsIgnoringCase(ByteRange(versionStart, end), "SIP/2.0") {
            note(&fault, 505, "Version Not Supported")
        }
        if uri.count > SIPURI.longest { note(&fault, 414, "Request-URI Too Long") }
        return .request(method: SIPMethod(span.part(method)), methodBytes: method, uri: uri)
    }

    private static func status(_ span: Span<UInt8>, _ end: Int, _ fault: inout Fault?) -> StartLine
    {
        let isWellFormed =
            end >= 12 && span.equalsIgnoringCase(ByteRange(0, 8), "SIP/2.0 ") && span[11] == 0x20
        guard isWellFormed, let code = span.number(ByteRange(8, 11), max: 699), code >= 100 else {
            note(&fault, 400, "Malformed Status Line")
            return .status(code: 0, reason: ByteRange(end, end))
        }
        return .status(code: UInt16(truncatingIfNeeded: code), reason: ByteRange(12, end))
    }

    /// True for `SIP/` and something behind it.
    private static func isVersion(_ span: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        end - start > 4 && span.equalsIgnoringCase(ByteRange(start, start + 4), "SIP/")
    }

    private static func hasWhiteSpace(_ span: Span<UInt8>, _ range: ByteRange) -> Bool {
        for index in range.range where Span<UInt8>.isWhiteSpace(span[index]) { return true }
        return false
    }

    private static func note(_ fault: inout Fault?, _ status: UInt16, _ reason: StaticString) {
        if fault == nil { fault = Fault(status: status, reason: reason) }
    }
}

extension SIPMethod {
    /// Finds the method of that name, which must be in capitals; `.other` if we know none.
    package init(_ name: Span<UInt8>) {
        let candidate: (StaticString, SIPMethod)
        switch (name.count, name.count > 0 ? name[0] : 0) {
        case (3, UInt8(ascii: "A")): candidate = ("ACK", .ack)
        case (3, UInt8(ascii: "B")): candidate = ("BYE", .bye)
        case (4, UInt8(ascii: "I")): candidate = ("INFO", .info)
        case (5, UInt8(ascii: "P")): candidate = ("PRACK", .prack)
        case (5, UInt8(ascii: "R")): candidate = ("REFER", .refer)
        case (6, UInt8(ascii: "I")): candidate = ("INVITE", .invite)
        case (6, UInt8(ascii: "C")): candidate = ("CANCEL", .cancel)
        case (6, UInt8(ascii: "U")): candidate = ("UPDATE", .update)
        case (6, UInt8(ascii: "N")): candidate = ("NOTIFY", .notify)
        case (7, UInt8(ascii: "O")): candidate = ("OPTIONS", .options)
        case (7, UInt8(ascii: "M")): candidate = ("MESSAGE", .message)
        case (7, UInt8(ascii: "P")): candidate = ("PUBLISH", .publish)
        case (8, UInt8(ascii: "R")): candidate = ("REGISTER", .register)
        case (9, UInt8(ascii: "S")): candidate = ("SUBSCRIBE", .subscribe)
        default:
            self = .other
            return
        }
        self = name.equals(candidate.0) ? candidate.1 : .other
    }
}
