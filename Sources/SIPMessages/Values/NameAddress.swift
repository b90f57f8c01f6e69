/// A name-addr or addr-spec with its header parameters: the value of From, To, Contact, Route and
/// their like.
///
/// RFC 3261 20.10 and 25.1. Without angle brackets everything from the first `;` on belongs to the
/// header.
package struct NameAddress: Sendable {
    /// As written, with the quotes of a quoted string.
    package var displayName: ByteRange?
    package var uri: SIPURI
    package var hasBrackets: Bool
    /// The header's parameters, from their first `;`; may be empty.
    package var parameters: ByteRange
    package var whole: ByteRange

    /// Reads one value; white space around it does not matter, a comma after it does.
    ///
    /// - Throws: 400.
    /// - Cost: linear, no allocation.
    package static func parse(_ span: Span<UInt8>, _ range: ByteRange) throws(Fault) -> NameAddress
    {
        let whole = span.trimmed(range)
        guard !whole.isEmpty else { throw .badRequest("Missing Address") }
        if span[whole.start] == UInt8(ascii: "\"") {
            guard let closed = span.endOfQuotedString(whole.start, whole.end) else {
                throw .badRequest("Unterminated Quoted String")
            }
            let open = span.skippingWhiteSpace(closed, whole.end)
            guard open < whole.end, span[open] == UInt8(ascii: "<") else {
                throw .badRequest("Malformed Address")
            }
            return try bracketed(span, whole, ByteRange(whole.start, closed), open)
        }
        let open = endOfTokens(span, whole)
        guard open < whole.end else { throw .badRequest("Malformed Address") }
        if span[open] == UInt8(ascii: "<") {
            let name = span.trimmed(ByteRange(whole.start, open))
            return try bracketed(span, whole, name.isEmpty ? nil : name, open)
        }
        return try bare(span, whole)
    }

    /// The parameter of that name behind the address (not in its URI).
    package func parameter(_ name: StaticString, in span: Span<UInt8>) -> ParameterMatch? {
        Parameters.find(name, in: span, parameters)
    }

    private static func bracketed(
        _ span: Span<UInt8>, _ whole: ByteRange, _ displayName: ByteRange?, _ open: Int
    ) throws(Fault) -> NameAddress {
        var close = open + 1
        while close < whole.end, span[close] != UInt8(ascii: ">") { close += 1 }
        guard close < whole.end else { throw .badRequest("Malformed Address") }
        let uri = try SIPURI.parse(span, ByteRange(open + 1, close))
        let parameters = ByteRange(span.skippingWhiteSpace(close + 1, whole.end), whole.end)
        guard Parameters.areWellFormed(span, parameters) else {
            throw .badRequest("Malformed Parameters")
        }
        return NameAddress(
            displayName: displayName, uri: uri, hasBrackets: true, parameters: parameters,
            whole: whole)
    }

    private static func bare(_ span: Span<UInt8>, _ whole: ByteRange) throws(Fault) -> NameAddress {
        var end = whole.start
        while end < whole.end, span[end] != UInt8(ascii: ";"), !Span<UInt8>.isWhiteSpace(span[end])
        { end += 1 }
        let uri = try SIPURI.parse(span, ByteRange(whole.start, end))
        // RFC 3261 20: a URI with a comma, question mark or semicolon must be in brackets.
        guard uri.headers == nil else { throw .badRequest("URI Needs Angle Brackets") }
        for index in uri.whole.range
        where span[index] == UInt8(ascii: ",") || span[index] == UInt8(ascii: "?") {
            throw .badRequest("URI Needs Angle Brackets")
        }
        let parameters = ByteRange(span.skippingWhiteSpace(end, whole.end), whole.end)
        guard Parameters.areWellFormed(span, parameters) else {
            throw .badRequest("Malformed Parameters")
        }
        return NameAddress(
            displayName: nil, uri: uri, hasBrackets: false, parameters: parameters, whole: whole)
    }

    /// Behind the tokens and white space that may be an unquoted display name.
    private static func endOfTokens(_ span: Span<UInt8>, _ range: ByteRange) -> Int {
        var index = range.start
        while index < range.end,
            ByteClass.token.contains(span[index]) || Span<UInt8>.isWhiteSpace(span[index])
        {
            index += 1
        }
        return index
    }
}
