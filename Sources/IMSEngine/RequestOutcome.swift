package import DecisionTrace
package import Determinism
package import NIOCore
package import SIPMessages
package import SIPTransports

/// The final answer to a request, for the log, the counters, the call records and the list of
/// refused peers.
///
/// It holds the request's bytes and reads them only when somebody asks: answering a flood makes no
/// text.
package struct RequestOutcome: Sendable {
    package var method: SIPMethod
    /// Where the request came from.
    package var source: Flow
    /// The trunk that the source is trusted as; nil for phones and strangers.
    package var trunk: String?
    package var status: UInt16
    package var reason: OutcomeReason
    package var isInDialog: Bool
    /// From the request to its final answer; 0 for what is answered at once.
    package var duration: Interval
    /// Its key in the trace; 0 where there is none.
    package var call: UInt64
    /// The request as it arrived.
    package var message: ByteBuffer
    /// Its sender is on stage: a test, of which nothing is to be kept.
    package internal(set) var isPlayed = false

    /// The method as written.
    package var methodText: String {
        guard case .request(_, let bytes, _) = parsed?.start else { return "" }
        return text(bytes)
    }

    /// The Request-URI as written.
    package var requestURI: String {
        guard case .request(_, _, let uri) = parsed?.start else { return "" }
        return text(uri)
    }

    package var callID: String {
        parsed?.first(.callID).map { text($0.value) } ?? ""
    }

    /// The request, read anew; nil for one that is malformed.
    package var parsed: SIPMessage? {
        var parsed = SIPMessage()
        guard case .message = SIPParser.parse(message, framing: .datagram, into: &parsed) else {
            return nil
        }
        return parsed
    }

    private func text(_ range: ByteRange) -> String {
        String(copying: message.readableBytesUInt8Span.part(range))
    }
}
