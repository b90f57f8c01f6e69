package import Determinism
package import NIOCore
package import SIPTransports
package import Subscribers

/// What the engine asks of the world. The shell carries effects out in order, after the input that
/// caused them.
package enum Effect: Sendable {
    /// Send these bytes. Over a connection that is still opening they wait; over one that is gone
    /// they are dropped.
    case transmit(ByteBuffer, over: Flow)
    /// Open a connection to `flow.remote`; failing is told by `Input.flowClosed`.
    case open(Flow)
    /// Close a connection after what was sent before.
    case close(Flow)
    /// Ask the store; answered by `Input.subscriber` with the same handle, exactly once.
    case findSubscriber(SubscriberKey, for: Handle)
    /// Ask the DNS; answered by `Input.servers` with the same handle, exactly once.
    case findServers(ServerQuery, for: Handle)
    /// Make these the subscriber's bindings, durably; answered by `Input.stored` with the same
    /// handle, exactly once.
    case storeBindings([Binding], subscriber: Int64, for: Handle)
    /// The answer to `Input.removeContacts`.
    case contactsRemoved(RemovalOutcome, order: UInt64)
    /// Something an operator may want to know.
    case event(EngineEvent)
}

/// What became of an order to end registrations.
package enum RemovalOutcome: Hashable, Sendable {
    /// So many contacts are gone, on disk too.
    case removed(Int)
    /// There is no such subscriber, or none of its contacts is the one.
    case nothing
    /// The store cannot be read or written now.
    case unavailable
}
