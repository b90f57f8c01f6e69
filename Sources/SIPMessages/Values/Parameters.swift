/// One parameter: `;name` or `;name=value`.
package struct ParameterMatch: Sendable {
    /// From the `;` to the end of the value: remove this and the parameter is gone.
    package var whole: ByteRange
    package var name: ByteRange
    /// As written, with the quotes of a quoted string; nil without `=`.
    package var value: ByteRange?
}

/// The parameters behind a header value or a URI, `;name=value;name…`.
///
/// RFC 3261 7.3.1 and 19.1.1. White space and folds may stand around `;` and `=`.
package enum Parameters {
    /// Finds a parameter by its name, in any case.
    ///
    /// - Parameter range: from the first `;` on, as `parameters` of a URI, a name-addr or a Via has
    ///   it.
    /// - Returns: the first of that name; nil also when the parameters before it are malformed.
    /// - Cost: linear in the parameters; no allocation.
    package static func find(_ name: StaticString, in span: Span<UInt8>, _ range: ByteRange)
        -> ParameterMatch?
    {
        var cursor = range.start
        while let match = next(in: span, &cursor, range.end) {
            if span.equalsIgnoringCase(match.name, name) { return match }
        }
        return nil
    }

    /// The parameter that starts at `cursor`, which must point to its `;`; moves the cursor behind
    /// it.
    ///
    /// - Returns: nil at the end, and for a malformed parameter, leaving the cursor where it was.
    package static func next(in span: Span<UInt8>, _ cursor: inout Int, _ end: Int)
        -> ParameterMatch?
    {
        guard cursor < end, span[cursor] == UInt8(ascii: ";") else { return nil }
        let nameStart = span.skippingWhiteSpace(cursor + 1, end)
        let nameEnd = span.skipping(.parameterName, nameStart, end)
        guard nameEnd > nameStart else { return nil }
        let whole = cursor
        let name = ByteRange(nameStart, nameEnd)
        let equals = span.skippingWhiteSpace(nameEnd, end)
        guard equals < end, span[equals] == UInt8(ascii: "=") else {
            guard equals == end || span[equals] == UInt8(ascii: ";") else { return nil }
            cursor = equals
            return ParameterMatch(whole: ByteRange(whole, nameEnd), name: name, value: nil)
        }
        let valueStart = span.skippingWhiteSpace(equals + 1, end)
        guard valueStart < end else { return nil }
        let valueEnd: Int
        if span[valueStart] == UInt8(ascii: "\"") {
            guard let quoted = span.endOfQuotedString(valueStart, end) else { return nil }
            valueEnd = quoted
        } else {
            valueEnd = span.skipping(.parameterValue, valueStart, end)
            guard valueEnd > valueStart else { return nil }
        }
        let following = span.skippingWhiteSpace(valueEnd, end)
        guard following == end || span[following] == UInt8(ascii: ";") else { return nil }
        cursor = following
        return ParameterMatch(
            whole: ByteRange(whole, valueEnd), name: name, value: ByteRange(valueStart, valueEnd))
    }

    /// True if the whole part is a list of well-formed parameters; an empty one is.
    package static func areWellFormed(_ span: Span<UInt8>, _ range: ByteRange) -> Bool {
        var cursor = range.start
        while cursor < range.end {
            guard next(in: span, &cursor, range.end) != nil else { return false }
        }
        return true
    }
}
