package import NIOCore

/// Turns bytes into a `SIPMessage`: one pass that finds the start line, the header fields and the
/// body.
///
/// RFC 3261 7, strictly: where RFC 4475 leaves the choice, the message is malformed. After the
/// first fault the pass goes on, so that a 400 can be built of the lines that are well.
package enum SIPParser {
    package static let longestMessage = 65_535
    package static let longestLine = 8_192
    package static let mostFields = 256

    /// Parses one message, reusing the memory of `message`, whose former content is gone whatever
    /// the outcome.
    ///
    /// - Parameter bytes: its readable bytes are the message; empty lines before the start line are
    ///   skipped.
    /// - Cost: linear; no allocation once `message` has held as many fields before.
    package static func parse(
        _ bytes: ByteBuffer, framing: MessageFraming, into message: inout SIPMessage
    ) -> ParseOutcome {
        var bytes = bytes
        bytes.moveReaderIndex(forwardBy: lengthOfEmptyLines(bytes.readableBytesUInt8Span))
        var fault: Fault?
        if bytes.readableBytes > longestMessage {
            bytes.moveWriterIndex(to: bytes.readerIndex + longestMessage)
            fault = Fault(status: 513, reason: "Message Too Large")
        }
        message.bytes = bytes
        message.fields.removeAll(keepingCapacity: true)
        message.body = ByteRange(0, 0)
        let span = bytes.readableBytesUInt8Span
        guard let line = span.line(0), let start = StartLine.parse(span, line, &fault) else {
            return .notSIP
        }
        message.start = start
        var head = HeadReading(fault: fault)
        let bodyStart = head.readFields(span, from: line.next, into: &message.fields)
        message.body = head.readBody(span, from: bodyStart, framing)
        guard let fault = head.fault else { return .message }
        return .malformed(fault)
    }

    private static func lengthOfEmptyLines(_ span: Span<UInt8>) -> Int {
        var index = 0
        while index < span.count, span[index] == 0x0D || span[index] == 0x0A { index += 1 }
        return index
    }
}
