/// What the transports did and could not do since they started.
package struct TransportCounters: Sendable, Equatable {
    package var datagramsReceived: UInt64 = 0
    package var datagramsSent: UInt64 = 0
    /// Datagrams that the kernel would not send (no route, forbidden, too long, wrong family).
    package var datagramsRefused: UInt64 = 0
    /// Datagrams that found the socket full for too long, or no socket of their flow.
    package var datagramsDropped: UInt64 = 0
    package var messagesReceived: UInt64 = 0
    package var messagesSent: UInt64 = 0
    package var pings: UInt64 = 0
    package var connectionsAccepted: UInt64 = 0
    package var connectionsOpened: UInt64 = 0
    /// Accepted connections beyond the limit in all or per source.
    package var connectionsRefused: UInt64 = 0
    /// Connections that we tried to open in vain.
    package var connectionsFailed: UInt64 = 0
    /// Connections closed because they could not be framed.
    package var framingFailures: UInt64 = 0
    /// Connections closed because a message took too long to arrive, or nothing came.
    package var connectionsTimedOut: UInt64 = 0
    /// Connections closed because their peer did not read.
    package var connectionsOverfull: UInt64 = 0
    /// Times that accepting failed, mostly for want of file descriptors.
    package var acceptFailures: UInt64 = 0
    /// The last errno of a datagram that was refused; 0 if none was.
    package var lastSendError: Int32 = 0

    package init() {}
}
