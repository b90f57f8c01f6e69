import NIOCore

/// Finds the end of a header block and the Content-Length in it, resuming where the last read
/// ended.
///
/// RFC 3261 7.3.1 (folding, white space before the colon, any case), 7.3.3 (the compact form `l`),
/// 20.14.
/// - Cost: each byte is looked at once however often `run` is called.
struct HeaderScan: Sendable {
    enum Outcome {
        case needMore
        /// Not a header block at all.
        case failure(FramingFailure)
        /// `length` bytes including the blank line; the body's length, or why it is unknown.
        case headerEnds(length: Int, body: Result<Int, FramingFailure>)
    }

    private enum Line {
        case start
        case field
        /// A line of a Content-Length field, whose value may go on in the next.
        case contentLength
    }

    /// Offsets from the message's first byte.
    private var lineStart = 0
    private var scanned = 0
    private var line = Line.start
    private var value = ContentLengthValue()
    private var found: Int?
    private var failure: FramingFailure?

    var isAtStart: Bool { scanned == 0 }

    /// Looks at what has arrived since the last call.
    ///
    /// - Parameter buffer: begins at the message's first byte, in every call.
    mutating func run(over buffer: ByteBuffer) -> Outcome {
        buffer.withUnsafeReadableBytes { run(over: $0) }
    }

    private mutating func run(over bytes: UnsafeRawBufferPointer) -> Outcome {
        if scanned == 0, let first = bytes.first, !first.isTokenCharacter {
            return .failure(.notSIP)
        }
        while let lineFeed = bytes.firstLineFeed(from: scanned) {
            scanned = lineFeed + 1
            guard lineFeed > lineStart, bytes[lineFeed - 1] == .carriageReturn else { continue }
            let content = UnsafeRawBufferPointer(rebasing: bytes[lineStart..<lineFeed - 1])
            if content.isEmpty {
                endField()
                return .headerEnds(length: scanned, body: bodyLength)
            }
            guard take(content) else { return .failure(.notSIP) }
            lineStart = scanned
        }
        scanned = bytes.count
        return .needMore
    }

    /// - Returns: false if the start line is none of SIP.
    private mutating func take(_ content: UnsafeRawBufferPointer) -> Bool {
        if line == .start {
            line = .field
            return content.isStartLine
        }
        if content[0].isWhitespace {
            if line == .contentLength { value.take(content) }
            return true
        }
        endField()
        line = .field
        if let colon = content.colonAfterContentLength {
            line = .contentLength
            value = ContentLengthValue()
            value.take(UnsafeRawBufferPointer(rebasing: content[(colon + 1)...]))
        }
        return true
    }

    private mutating func endField() {
        guard line == .contentLength else { return }
        guard let length = value.number else {
            failure = failure ?? .malformedContentLength
            return
        }
        if let found, found != length { failure = failure ?? .conflictingContentLength }
        found = length
    }

    private var bodyLength: Result<Int, FramingFailure> {
        if let failure { return .failure(failure) }
        guard let found else { return .failure(.missingContentLength) }
        return .success(found)
    }
}

/// Reads the value of a Content-Length field, a line at a time.
private struct ContentLengthValue: Sendable {
    private enum Part {
        case before
        case digits
        case after
        case malformed
    }

    private var part = Part.before
    /// Stops growing where it is beyond any message.
    private var total = 0

    var number: Int? { part == .digits || part == .after ? total : nil }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        // A fold stands for a space (RFC 3261 7.3.1), so digits never go on behind it.
        if part == .digits { part = .after }
        for byte in bytes {
            switch (part, byte) {
            case (.before, 0x30...0x39), (.digits, 0x30...0x39):
                part = .digits
                total = min(total * 10 + Int(byte - 0x30), 1 << 40)
            case (.digits, 0x09), (.digits, 0x20): part = .after
            case (.before, 0x09), (.before, 0x20), (.after, 0x09), (.after, 0x20): break
            case (.before, _), (.digits, _), (.after, _), (.malformed, _): part = .malformed
            }
        }
    }
}
