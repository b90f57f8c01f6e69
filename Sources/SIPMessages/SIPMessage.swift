package import NIOCore

/// One SIP message: its bytes, and where its parts are.
///
/// RFC 3261 7. A value of 65,535 octets at most. Nothing is copied out of the bytes and nothing is
/// decoded: the typed views (`SIPURI`, `NameAddress`, `Via`, …) are offsets too. Header order and
/// unknown headers are simply still there.
package struct SIPMessage: Sendable {
    /// The whole message; its readable bytes are what every `ByteRange` counts in.
    package internal(set) var bytes: ByteBuffer
    package internal(set) var start: StartLine
    /// The header fields in order of arrival, one entry a header line (folded lines are one).
    package internal(set) var fields: ContiguousArray<HeaderField>
    /// After the empty line, as long as Content-Length says, or on a datagram without it, to the
    /// end.
    package internal(set) var body: ByteRange

    /// An empty message to parse into; reuse one and its memory is reused.
    package init() {
        bytes = ByteBuffer()
        start = .status(code: 0, reason: ByteRange(0, 0))
        fields = []
        body = ByteRange(0, 0)
    }

    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.readableBytesUInt8Span }
    }

    /// The first field of that name.
    package func first(_ name: HeaderName) -> HeaderField? {
        for field in fields where field.name == name { return field }
        return nil
    }
}

/// The first line of a message. RFC 3261 7.1 and 7.2.
package enum StartLine: Sendable {
    case request(method: SIPMethod, methodBytes: ByteRange, uri: ByteRange)
    case status(code: UInt16, reason: ByteRange)
}

/// One header line.
package struct HeaderField: Sendable {
    package var name: HeaderName
    /// From the first byte of the name to after the line's CRLF: remove this and the field is gone.
    package var line: ByteRange
    /// The name as written.
    package var nameBytes: ByteRange
    /// The value without white space around it; a folded value still has its line breaks inside.
    package var value: ByteRange

    package init(name: HeaderName, line: ByteRange, nameBytes: ByteRange, value: ByteRange) {
        self.name = name
        self.line = line
        self.nameBytes = nameBytes
        self.value = value
    }
}
