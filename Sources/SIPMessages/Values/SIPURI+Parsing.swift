extension SIPURI {
    /// Reads a URI that fills the whole part: no brackets, no white space around it.
    ///
    /// RFC 3261 25.1 `SIP-URI`, strictly; unknown schemes need only be URIs (RFC 3986).
    /// - Throws: 400.
    /// - Cost: linear, no allocation.
    package static func parse(_ span: Span<UInt8>, _ range: ByteRange) throws(Fault) -> SIPURI {
        guard range.count <= longest else { throw .badRequest("URI Too Long") }
        let schemeEnd = span.skipping(.scheme, range.start, range.end)
        guard schemeEnd > range.start, schemeEnd < range.end, span[schemeEnd] == UInt8(ascii: ":"),
            span[range.start] | 0x20 >= UInt8(ascii: "a")
        else { throw .badRequest("Malformed URI") }
        let rest = ByteRange(schemeEnd + 1, range.end)
        guard !rest.isEmpty else { throw .badRequest("Malformed URI") }
        let scheme = Scheme(span.part(ByteRange(range.start, schemeEnd)))
        switch scheme {
        case .sip, .sips: return try sip(span, scheme, range, rest)
        case .tel: return try telephone(span, range, rest)
        case .urn, .other:
            guard span.isEscapedText(rest, .uri) else { throw .badRequest("Malformed URI") }
            return SIPURI(
                scheme: scheme, host: ByteRange(range.end, range.end),
                parameters: ByteRange(range.end, range.end), whole: range)
        }
    }

    private static func sip(
        _ span: Span<UInt8>, _ scheme: Scheme, _ whole: ByteRange, _ rest: ByteRange
    ) throws(Fault) -> SIPURI {
        let end = rest.end
        var uri = SIPURI(
            scheme: scheme, host: ByteRange(end, end), parameters: ByteRange(end, end), whole: whole)
        var hostStart = rest.start
        if let at = firstAt(span, rest) {
            try uri.readUser(span, ByteRange(rest.start, at))
            hostStart = at + 1
        }
        guard let (hostEnd, port, cursor) = span.hostAndPort(hostStart, end) else {
            throw .badRequest("Malformed URI Host")
        }
        uri.host = ByteRange(hostStart, hostEnd)
        uri.port = port
        guard cursor < end else { return uri }
        var parametersEnd = end
        if let question = firstQuestionMark(span, cursor, end) {
            parametersEnd = question
            uri.headers = ByteRange(question + 1, end)
            guard question + 1 < end, span.isEscapedText(ByteRange(question + 1, end), .uriHeader) else {
                throw .badRequest("Malformed URI Headers")
            }
        }
        uri.parameters = ByteRange(cursor, parametersEnd)
        guard areWellFormed(span, uri.parameters, .uriParameter) else { throw .badRequest("Malformed URI Parameters") }
        return uri
    }

    private mutating func readUser(_ span: Span<UInt8>, _ info: ByteRange) throws(Fault) {
        var userEnd = info.start
        while userEnd < info.end, span[userEnd] != UInt8(ascii: ":") { userEnd += 1 }
        let user = ByteRange(info.start, userEnd)
        guard !user.isEmpty, span.isEscapedText(user, .user) else { throw .badRequest("Malformed URI User") }
        self.user = user
        guard userEnd < info.end else { return }
        let password = ByteRange(userEnd + 1, info.end)
        guard span.isEscapedText(password, .password) else { throw .badRequest("Malformed URI Password") }
        self.password = password
    }

    private static func telephone(
        _ span: Span<UInt8>, _ whole: ByteRange, _ rest: ByteRange
    ) throws(Fault) -> SIPURI {
        let numberEnd = span.skipping(.telephone, rest.start, rest.end)
        let parameters = ByteRange(numberEnd, rest.end)
        guard numberEnd > rest.start, areWellFormed(span, parameters, .telephoneParameter) else {
            throw .badRequest("Malformed Telephone URI")
        }
        return SIPURI(
            scheme: .tel, user: ByteRange(rest.start, numberEnd), host: ByteRange(rest.end, rest.end),
            parameters: parameters, whole: whole)
    }

    /// Empty, or `;name` and `;name=value` with no name and no value empty.
    private static func areWellFormed(_ span: Span<UInt8>, _ range: ByteRange, _ byteClass: ByteClass) -> Bool {
        guard !range.isEmpty else { return true }
        guard span[range.start] == UInt8(ascii: ";"), span.isEscapedText(range, byteClass) else { return false }
        // The byte before: a name may not follow `;` emptily, nor a value `=`, and a value holds no `=`.
        var previous: UInt8 = 0
        var hasValue = false
        for index in range.range {
            let byte = span[index]
            if byte == UInt8(ascii: ";") || byte == UInt8(ascii: "=") {
                guard previous != UInt8(ascii: ";"), previous != UInt8(ascii: "=") else { return false }
                if byte == UInt8(ascii: "=") {
                    guard !hasValue else { return false }
                    hasValue = true
                } else {
                    hasValue = false
                }
            }
            previous = byte
        }
        return previous != UInt8(ascii: ";") && previous != UInt8(ascii: "=")
    }

    private static func firstAt(_ span: Span<UInt8>, _ range: ByteRange) -> Int? {
        for index in range.range where span[index] == UInt8(ascii: "@") { return index }
        return nil
    }

    private static func firstQuestionMark(_ span: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        for index in start..<end where span[index] == UInt8(ascii: "?") { return index }
        return nil
    }

    private init(
        scheme: Scheme, user: ByteRange? = nil, host: ByteRange, parameters: ByteRange, whole: ByteRange
    ) {
        self.scheme = scheme
        self.user = user
        self.password = nil
        self.host = host
        self.port = nil
        self.parameters = parameters
        self.headers = nil
        self.whole = whole
    }
}

extension SIPURI.Scheme {
    fileprivate init(_ text: Span<UInt8>) {
        switch text.count {
        case 3:
            self = text.equalsIgnoringCase("sip") ? .sip
                : text.equalsIgnoringCase("tel") ? .tel
                : text.equalsIgnoringCase("urn") ? .urn : .other
        case 4: self = text.equalsIgnoringCase("sips") ? .sips : .other
        default: self = .other
        }
    }
}
