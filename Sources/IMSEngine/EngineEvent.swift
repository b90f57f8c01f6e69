package import SIPTransports

/// What happened, for the log, the counters and the status command. A value: the engine itself
/// writes nothing.
package enum EngineEvent: Sendable {
    /// A request got its final answer.
    case answered(RequestOutcome)
    /// A subscriber's contact was added or refreshed (`contacts` is how many it has now).
    case registered(user: String, over: Flow, contacts: Int)
    /// A subscriber's last contact went.
    case unregistered(user: String)
    /// Bytes that are no SIP message arrived; nothing was answered.
    case discarded(DiscardReason, from: Flow)
    /// A table was full and a request was turned away with 503.
    case overloaded(table: StaticString)
    /// What came of `Input.probe`.
    case probed(ProbeOutcome)
}

/// Why nothing was answered to what arrived.
package enum DiscardReason: String, Sendable, CaseIterable {
    case notSIP = "not SIP"
    case malformedResponse = "malformed response"
    case unmatchedResponse = "response to nothing we sent"
    case untrustedACK = "ACK from an untrusted source"
    case unmatchedACK = "ACK to nothing we know"
}
