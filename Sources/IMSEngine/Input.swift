package import Determinism
package import NIOCore
package import SIPTransports
package import Subscribers

/// What the world tells the engine.
package enum Input: Sendable {
    /// A datagram, or one framed message of a connection.
    case message(ByteBuffer, over: Flow)
    /// A connection ended, or one that the engine opened could not be made. Never sent for datagram
    /// flows.
    case flowClosed(Flow)
    /// The answer to `Effect.findSubscriber`.
    case subscriber(SubscriberAnswer, for: Handle)
    /// The answer to `Effect.findServers`.
    case servers(ServersAnswer, for: Handle)
    /// The answer to `Effect.storeBindings`: true once they are on disk.
    case stored(Bool, for: Handle)
    /// Somebody else changed this subscriber in the store: what is remembered of it no longer
    /// holds.
    case subscriberChanged(SubscriberKey)
    /// So much changed in the store that nothing remembered holds.
    case everySubscriberChanged
    /// Take a contact off a subscriber, all of them where it is nil, durably; answered by
    /// `Effect.contactsRemoved` with the same number, exactly once.
    case removeContacts([UInt8]?, of: SubscriberKey, order: UInt64)
    /// Ask a peer by OPTIONS whether it is there; answered by `EngineEvent.probed`, exactly once.
    case probe(ServerTarget)
    /// New settings, valid from the next request on.
    case settings(EngineSettings)
    /// Refuse new work from now on; what is under way goes on.
    case drain
}

/// What the store said of a subscriber.
package enum SubscriberAnswer: Sendable {
    case found(SubscriberRecord)
    case unknown
    /// The store cannot be read now: the caller gets 503, never 404.
    case unavailable
}

/// What server location found (RFC 3263).
package enum ServersAnswer: Sendable {
    /// Best first, never empty.
    case found([ServerTarget])
    /// The name does not exist, or has no usable record.
    case nothing
    /// The name servers did not answer in time.
    case unavailable
}
