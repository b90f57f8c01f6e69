package import NIOCore

/// Cuts the bytes of one connection into messages.
///
/// RFC 3261 7.5 and 18.3: on a stream a message ends where its Content-Length says, so that field
/// is looked for without parsing the rest. RFC 5626 4.4.1: two line ends between messages are a
/// ping.
/// - Shapes: hand in reads with `append` and take outcomes with `next` until `.needMore` or
///   `.failure`. How the bytes were cut into reads makes no difference to the outcomes.
/// - Cost: each byte is looked at once. A message that lies within one read is a slice of it; one
///   that spans reads is copied once (and a read's rest behind a message once more).
package struct StreamFramer: Sendable {
    /// The most bytes of a whole message: no more than a datagram could carry.
    package static let longestMessage = 65_535
    /// The most bytes of a start line with its header fields.
    package static let longestHeader = 65_536

    /// What has arrived and was not yet handed out; begins at a message's first byte or before it.
    private var pending = ByteBuffer()
    /// True while no slice of `pending` was handed out, so that appending to it copies nothing but
    /// the new bytes.
    private var isOwned = false
    private var scan = HeaderScan()
    /// The whole length of the message at the front, once its header block is complete.
    private var awaited: Int?
    private var failed: FramingFailure?

    package init() {}

    /// Adds what one read of the connection gave.
    package mutating func append(_ bytes: ByteBuffer) {
        guard failed == nil, bytes.readableBytes > 0 else { return }
        if pending.readableBytes == 0 {
            pending = bytes
            isOwned = false
        } else {
            takeOwnership(roomFor: bytes.readableBytes)
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// Takes the next outcome.
    ///
    /// - Returns: after the first `.failure` the same failure without bytes, for ever.
    package mutating func next() -> FramingOutcome {
        if let failed { return .failure(failed, header: nil) }
        if awaited == nil {
            if scan.isAtStart {
                switch skipLineEnds() {
                case .ping: return .ping
                case .startOfMessage: break
                case .needMore: return .needMore
                }
            }
            switch scan.run(over: pending) {
            case .needMore:
                return pending.readableBytes > Self.longestHeader ? fail(.headerTooLong) : .needMore
            case .failure(let reason):
                return fail(reason)
            case .headerEnds(let length, let body):
                if length > Self.longestHeader { return fail(.headerTooLong) }
                switch body {
                case .failure(let reason): return fail(reason, headerLength: length)
                case .success(let body):
                    guard length + body <= Self.longestMessage else {
                        return fail(.messageTooLong, headerLength: length)
                    }
                    awaited = length + body
                }
            }
        }
        guard let length = awaited, let message = pending.readSlice(length: length) else {
            return .needMore
        }
        startOver()
        return .message(message)
    }

    /// True while the first bytes of a message are here and its last are not.
    package var isWithinMessage: Bool { failed == nil && !scan.isAtStart }

    // MARK: Between messages

    private enum Leading {
        case ping
        case startOfMessage
        case needMore
    }

    /// Drops the line ends before a message; a double one is a ping.
    private mutating func skipLineEnds() -> Leading {
        while true {
            let start = pending.readerIndex
            guard let first = pending.getInteger(at: start, as: UInt8.self) else {
                startOver()
                return .needMore
            }
            guard first == .carriageReturn else { return .startOfMessage }
            guard let second = pending.getInteger(at: start + 1, as: UInt8.self) else {
                return .needMore
            }
            guard second == .lineFeed else { return .startOfMessage }
            guard let third = pending.getInteger(at: start + 2, as: UInt8.self) else {
                return .needMore
            }
            guard third == .carriageReturn else {
                pending.moveReaderIndex(forwardBy: 2)
                return .startOfMessage
            }
            guard let fourth = pending.getInteger(at: start + 3, as: UInt8.self) else {
                return .needMore
            }
            if fourth == .lineFeed {
                pending.moveReaderIndex(forwardBy: 4)
                return .ping
            }
            pending.moveReaderIndex(forwardBy: 2)
        }
    }

    // MARK: Holding bytes

    private mutating func startOver() {
        scan = HeaderScan()
        awaited = nil
        isOwned = false
        if pending.readableBytes == 0 { pending = ByteBuffer() }
    }

    /// Copies the unread rest out of a read whose bytes are shared with messages already handed
    /// out.
    private mutating func takeOwnership(roomFor more: Int) {
        guard !isOwned else { return }
        var own = ByteBuffer()
        own.reserveCapacity(pending.readableBytes + more)
        own.writeImmutableBuffer(pending)
        pending = own
        isOwned = true
    }

    private mutating func fail(_ reason: FramingFailure, headerLength: Int? = nil) -> FramingOutcome
    {
        let header = headerLength.flatMap { pending.readSlice(length: $0) }
        failed = reason
        pending = ByteBuffer()
        return .failure(reason, header: header)
    }
}
