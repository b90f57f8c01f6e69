/// One of the comma-separated values of a header.
package struct HeaderValue: Hashable, Sendable {
    /// Which of the message's fields it is in.
    package var fieldIndex: Int
    /// The value without white space around it; may be empty, which most headers forbid.
    package var range: ByteRange
}

/// The values of a header in order, across all its lines.
///
/// RFC 3261 7.3.1. Commas inside quoted strings and angle brackets separate nothing. Of no use for
/// the headers whose one value has commas of its own: the credentials and challenges, and Date.
/// - Cost: linear; no allocation.
package struct HeaderValues: ~Escapable {
    private let bytes: Span<UInt8>
    private let fields: Span<HeaderField>
    private let name: HeaderName
    private var fieldIndex: Int
    /// Where the next value of the current field starts; nil before its first.
    private var cursor: Int?

    @_lifetime(copy bytes, copy fields)
    init(_ name: HeaderName, _ bytes: Span<UInt8>, _ fields: Span<HeaderField>) {
        self.bytes = bytes
        self.fields = fields
        self.name = name
        self.fieldIndex = 0
        self.cursor = nil
    }

    /// The next value; nil when there are no more.
    @_lifetime(self: copy self)
    package mutating func next() -> HeaderValue? {
        while fieldIndex < fields.count {
            let field = fields[fieldIndex]
            guard field.name == name else {
                fieldIndex += 1
                continue
            }
            let start = cursor ?? field.value.start
            let end = bytes.endOfListItem(start, field.value.end)
            let value = HeaderValue(
                fieldIndex: fieldIndex, range: bytes.trimmed(ByteRange(start, end)))
            if end < field.value.end {
                cursor = end + 1
            } else {
                cursor = nil
                fieldIndex += 1
            }
            return value
        }
        return nil
    }
}

extension SIPMessage {
    /// The values of all lines of that header, in order.
    @_lifetime(borrow self)
    package func values(_ name: HeaderName) -> HeaderValues {
        HeaderValues(name, span, fields.span)
    }
}

extension Span<UInt8> {
    /// The offset of the next comma outside quotes and angle brackets, at most `end`.
    func endOfListItem(_ start: Int, _ end: Int) -> Int {
        var index = start
        var inBrackets = false
        while true {
            index = firstListBreak(min(index, end), end)
            guard index < end else { return end }
            switch self[index] {
            case UInt8(ascii: "\"") where !inBrackets: index = endOfQuotedString(index, end) ?? end
            case UInt8(ascii: "<"):
                inBrackets = true
                index += 1
            case UInt8(ascii: ">"):
                inBrackets = false
                index += 1
            case UInt8(ascii: ",") where !inBrackets: return index
            default: index += 1
            }
        }
    }
}
