extension Envelope {
    /// Reads and checks the headers that every message must have.
    ///
    /// RFC 3261 8.1.1, 16.3 step 1; RFC 4475 3.1.2 and 3.3. Each exactly once but for Via, well
    /// formed to the last byte; CSeq below 2^31 and of the request's method; the Contact of INVITE
    /// and REGISTER well formed too.
    /// - Parameter acceptingRFC2543: also take a request without From tag.
    /// - Throws: 400.
    /// - Cost: linear; no allocation.
    package static func read(
        _ message: borrowing SIPMessage, acceptingRFC2543: Bool = false
    ) throws(Fault) -> Envelope {
        let span = message.span
        let found = try MandatoryFields(message)
        let via = try Via.parse(span, found.topVia)
        let from = try NameAddress.parse(span, found.from)
        let to = try NameAddress.parse(span, found.to)
        let (cseq, cseqMethod) = try readCSeq(span, found.cseq)
        guard isCallID(span.part(found.callID)) else { throw .badRequest("Malformed Call-ID") }
        var maxForwards: Int?
        if let value = found.maxForwards {
            guard let hops = span.number(value, max: 255) else {
                throw .badRequest("Malformed Max-Forwards")
            }
            maxForwards = Int(hops)
        }
        var envelope = Envelope(
            method: .other, requestURI: nil, via: via, viaCount: found.viaCount, from: from, to: to,
            fromTag: try readTag(span, from), toTag: try readTag(span, to), callID: found.callID,
            cseq: cseq,
            cseqMethodBytes: cseqMethod, maxForwards: maxForwards)
        switch message.start {
        case .request(let method, let methodBytes, let uri):
            try envelope.readRequest(message, method, methodBytes, uri)
            guard acceptingRFC2543 || envelope.fromTag != nil else {
                throw .badRequest("Missing From Tag")
            }
        case .status:
            envelope.method = SIPMethod(span.part(cseqMethod))
        }
        return envelope
    }

    private mutating func readRequest(
        _ message: borrowing SIPMessage, _ method: SIPMethod, _ methodBytes: ByteRange,
        _ uri: ByteRange
    ) throws(Fault) {
        let span = message.span
        self.method = method
        let requestURI = try SIPURI.parse(span, uri)
        // RFC 3261 19.1.1, table: headers have no place in a Request-URI.
        guard requestURI.headers == nil else { throw .badRequest("Headers in Request-URI") }
        self.requestURI = requestURI
        guard span.part(methodBytes).equals(span.part(cseqMethodBytes)) else {
            throw .badRequest("CSeq Method Mismatch")
        }
        if method == .invite || method == .register {
            var contacts = message.contacts
            while try contacts.next() != nil {}
        }
    }

    /// Reads a number, white space and a method (RFC 3261 20.16).
    private static func readCSeq(
        _ span: Span<UInt8>, _ value: ByteRange
    ) throws(Fault) -> (number: UInt32, method: ByteRange) {
        var digitsEnd = value.start
        while digitsEnd < value.end, Span<UInt8>.isDigit(span[digitsEnd]) { digitsEnd += 1 }
        let methodStart = span.skippingWhiteSpace(digitsEnd, value.end)
        let method = ByteRange(methodStart, value.end)
        guard let number = span.number(ByteRange(value.start, digitsEnd), max: 0x7FFF_FFFF),
            methodStart > digitsEnd, span.part(method).isToken
        else { throw .badRequest("Malformed CSeq") }
        return (number, method)
    }

    private static func readTag(_ span: Span<UInt8>, _ address: NameAddress) throws(Fault)
        -> ByteRange?
    {
        guard let match = address.parameter("tag", in: span) else { return nil }
        guard let value = match.value, span.part(value).isToken else {
            throw .badRequest("Malformed Tag")
        }
        return value
    }

    /// Visible characters: more than RFC 3261's `callid`, since peers use `=` and `;` there too.
    private static func isCallID(_ text: Span<UInt8>) -> Bool {
        for index in text.indices where text[index] <= 0x20 || text[index] >= 0x7F { return false }
        return text.count > 0
    }
}

/// Where the mandatory headers are, each found exactly once.
private struct MandatoryFields {
    var topVia: ByteRange
    var viaCount = 0
    var from: ByteRange
    var to: ByteRange
    var callID: ByteRange
    var cseq: ByteRange
    var maxForwards: ByteRange?

    init(_ message: borrowing SIPMessage) throws(Fault) {
        let span = message.span
        var topVia: ByteRange?
        var from: ByteRange?
        var to: ByteRange?
        var callID: ByteRange?
        var cseq: ByteRange?
        for field in message.fields {
            switch field.name {
            case .via:
                viaCount += Self.countValues(span, field.value, &topVia)
            case .from: try Self.keep(field, &from, "Repeated From")
            case .to: try Self.keep(field, &to, "Repeated To")
            case .callID: try Self.keep(field, &callID, "Repeated Call-ID")
            case .cseq: try Self.keep(field, &cseq, "Repeated CSeq")
            case .maxForwards: try Self.keep(field, &maxForwards, "Repeated Max-Forwards")
            default: break
            }
        }
        guard let topVia else { throw .badRequest("Missing Via") }
        guard let from else { throw .badRequest("Missing From") }
        guard let to else { throw .badRequest("Missing To") }
        guard let callID else { throw .badRequest("Missing Call-ID") }
        guard let cseq else { throw .badRequest("Missing CSeq") }
        (self.topVia, self.from, self.to, self.callID, self.cseq) = (topVia, from, to, callID, cseq)
    }

    private static func keep(
        _ field: HeaderField, _ place: inout ByteRange?, _ reason: StaticString
    ) throws(Fault) {
        guard place == nil else { throw .badRequest(reason) }
        place = field.value
    }

    /// Counts the values of one Via line and keeps the first of all.
    private static func countValues(_ span: Span<UInt8>, _ line: ByteRange, _ top: inout ByteRange?)
        -> Int
    {
        var cursor = line.start
        var values = 0
        while true {
            let end = span.endOfListItem(cursor, line.end)
            if top == nil { top = ByteRange(cursor, end) }
            values += 1
            guard end < line.end else { return values }
            cursor = end + 1
        }
    }
}
