package import Subscribers

/// Whose a public identity is, and what proves that subscriber.
package struct IdentityOwner: Hashable, Sendable {
    /// As it was provisioned: its documents are kept under this spelling.
    package var identity: String
    package var subscriber: Subscriber

    package init(identity: String, subscriber: Subscriber) {
        self.identity = identity
        self.subscriber = subscriber
    }
}

/// Finds subscribers for whoever has to know who asks.
package protocol SubscriberDirectory: Sendable {
    /// - Parameter identity: a SIP, SIPS or tel URI, or its user part alone; numbers with or
    ///   without `+`, as a trunk or a phone may write them.
    /// - Returns: nil for nobody's identity.
    func owner(of identity: String) async throws(ProvisioningError) -> IdentityOwner?
}
