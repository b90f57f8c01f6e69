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
            guard span.skippingEscaped(.uri, rest.start, rest.end) == rest.end else {
                throw .badRequest("Malformed URI")
            }
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
            scheme: scheme, host: ByteRange(end, end), parameters: ByteRange(end, end), whole: whole
        )
        let hostStart = try uri.readUserInfo(span, rest)
        guard let (hostEnd, port, cursor) = span.hostAndPort(hostStart, end) else {
            throw .badRequest("Malformed URI Host")
        }
        uri.host = ByteRange(hostStart, hostEnd)
        uri.port = port
        guard cursor < end else { return uri }
        guard let parametersEnd = endOfParameters(span, cursor, end, .uriParameter) else {
            throw .badRequest("Malformed URI Parameters")
        }
        uri.parameters = ByteRange(cursor, parametersEnd)
        guard parametersEnd < end else { return uri }
        let headers = ByteRange(parametersEnd + 1, end)
        guard span[parametersEnd] == UInt8(ascii: "?"), !headers.isEmpty,
            span.skippingEscaped(.uriHeader, headers.start, end) == end
        else { throw .badRequest("Malformed URI Headers") }
        uri.headers = headers
        return uri
    }

    /// Reads `user[:password]@` if it is there, and returns where the host starts.
    private mutating func readUserInfo(_ span: Span<UInt8>, _ rest: ByteRange) throws(Fault) -> Int
    {
        let userEnd = span.skippingEscaped(.user, rest.start, rest.end)
        guard userEnd < rest.end else { return rest.start }
        var at = userEnd
        if span[userEnd] == UInt8(ascii: ":") {
            at = span.skippingEscaped(.password, userEnd + 1, rest.end)
        }
        guard at < rest.end, span[at] == UInt8(ascii: "@") else { return rest.start }
        guard userEnd > rest.start else { throw .badRequest("Malformed URI User") }
        user = ByteRange(rest.start, userEnd)
        if at > userEnd { password = ByteRange(userEnd + 1, at) }
        return at + 1
    }

    private static func telephone(
        _ span: Span<UInt8>, _ whole: ByteRange, _ rest: ByteRange
    ) throws(Fault) -> SIPURI {
        let numberEnd = span.skipping(.telephone, rest.start, rest.end)
        let parameters = ByteRange(numberEnd, rest.end)
        guard numberEnd > rest.start,
            endOfParameters(span, numberEnd, rest.end, .telephoneParameter) == rest.end
        else { throw .badRequest("Malformed Telephone URI") }
        return SIPURI(
            scheme: .tel, user: ByteRange(rest.start, numberEnd),
            host: ByteRange(rest.end, rest.end),
            parameters: parameters, whole: whole)
    }

    /// The offset behind the parameters that start there, each `;name` or `;name=value`; nil if one
    /// is malformed.
    private static func endOfParameters(
        _ span: Span<UInt8>, _ start: Int, _ end: Int, _ byteClass: ByteClass
    ) -> Int? {
        var index = start
        while index < end, span[index] == UInt8(ascii: ";") {
            let nameEnd = span.skippingEscaped(byteClass, index + 1, end)
            guard nameEnd > index + 1 else { return nil }
            index = nameEnd
            guard index < end, span[index] == UInt8(ascii: "=") else { continue }
            let valueEnd = span.skippingEscaped(byteClass, index + 1, end)
            guard valueEnd > index + 1 else { return nil }
            index = valueEnd
        }
        return index
    }

    private init(
        scheme: Scheme, user: ByteRange? = nil, host: ByteRange, parameters: ByteRange,
        whole: ByteRange
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
            self =
                text.equalsIgnoringCase("sip")
                ? .sip
                : text.equalsIgnoringCase("tel")
                    ? .tel
                    : text.equalsIgnoringCase("urn") ? .urn : .other
        case 4: self = text.equalsIgnoringCase("sips") ? .sips : .other
        default: self = .other
        }
    }
}
