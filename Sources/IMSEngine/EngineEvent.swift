package import SIPTransports

/// What happened, for the log, the counters and the status command. A value: the engine itself writes nothing.
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
package struct Refusal: Sendable {
    package var source: Flow
    /// The method as written.
    package var method: String
    /// The called user and host as written in the Request-URI.
    package var requestURI: String
    package var callID: String
    package var status: UInt16
    package var reason: Reason

    package enum Reason: String, Sendable, CaseIterable {
        case untrustedSource
        case registerFromTrunk
        case origFromTrunk
        case foreignDomain
        case foreignRoute
        case badFlowToken
        case wrongCredentials
        case unknownUser
    }

    package init(source: Flow, method: String, requestURI: String, callID: String, status: UInt16, reason: Reason) {
        self.source = source
        self.method = method
        self.requestURI = requestURI
        self.callID = callID
        self.status = status
        self.reason = reason
    }
}
