import NIOCore
import SIPMessages
package import SIPTransports

/// What happened, for the log, the counters and the status command. A value: the engine itself
/// writes nothing.
package enum EngineEvent: Sendable {
    /// A request was refused because of who sent it or what it asked for.
    case refused(Refusal)
    /// A subscriber's contact was added or refreshed (`contacts` is how many it has now).
    case registered(user: String, over: Flow, contacts: Int)
    /// A subscriber's last contact went.
    case unregistered(user: String)
    /// Bytes that are no SIP message arrived; nothing was answered.
    case discarded(DiscardReason, from: Flow)
    /// A table was full and a request was turned away with 503.
    case overloaded(table: StaticString)
}

/// Why nothing was answered to what arrived.
package enum DiscardReason: String, Sendable, CaseIterable {
    case notSIP = "not SIP"
    case malformedResponse = "malformed response"
    case unmatchedResponse = "response to nothing we sent"
    case untrustedACK = "ACK from an untrusted source"
    case unmatchedACK = "ACK to nothing we know"
}

/// A request that was refused for its source.
///
/// It holds the message and reads it only when somebody asks: refusing a flood makes no text.
package struct Refusal: Sendable {
    package var source: Flow
    package var status: UInt16
    package var reason: Reason
    private var message: ByteBuffer
    private var methodBytes: ByteRange
    private var uriBytes: ByteRange
    private var callIDBytes: ByteRange

    package enum Reason: String, Sendable, CaseIterable {
        case untrustedSource
        case registerFromTrunk
        case origFromTrunk
        case foreignDomain
        case foreignRoute
        case badFlowToken
        case wrongCredentials
        case unknownUser
        case barredIdentity
    }

    init(_ request: Request, status: UInt16, reason: Reason) {
        source = request.flow
        self.status = status
        self.reason = reason
        message = request.message.bytes
        methodBytes = request.methodBytes
        uriBytes = request.uriBytes
        callIDBytes = request.envelope.callID
    }

    /// The method as written.
    package var method: String { text(methodBytes) }
    /// The Request-URI as written.
    package var requestURI: String { text(uriBytes) }
    package var callID: String { text(callIDBytes) }

    private func text(_ range: ByteRange) -> String {
        String(copying: message.readableBytesUInt8Span.part(range))
    }
}
