import SIPMessages
import SIPTransports

/// A request under way through the paths: the message, what was read of it once, and where it came
/// from.
struct Request {
    let message: SIPMessage
    let envelope: Envelope
    let flow: Flow
    let source: Source

    init(_ message: SIPMessage, _ envelope: Envelope, _ flow: Flow, _ source: Source) {
        self.message = message
        self.envelope = envelope
        self.flow = flow
        self.source = source
    }

    var method: SIPMethod { envelope.method }
    /// RFC 3261 12.2: a To tag places it in a dialog.
    var isInDialog: Bool { envelope.toTag != nil }

    var methodBytes: ByteRange {
        if case .request(_, let methodBytes, _) = message.start { return methodBytes }
        return ByteRange(0, 0)
    }

    var uriBytes: ByteRange {
        if case .request(_, _, let uri) = message.start { return uri }
        return ByteRange(0, 0)
    }
}
