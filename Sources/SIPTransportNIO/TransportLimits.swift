package import NIOCore

/// How much the transports take before they refuse, and how long they wait before they give up.
package struct TransportLimits: Sendable {
    /// Connections in all, accepted and opened.
    package var connections = 20_000
    /// Accepted connections from one address.
    package var connectionsPerSource = 500
    /// Bytes that may wait for a slow reader, or for a connection to open; beyond it the connection
    /// closes.
    package var unwrittenBytes = 1 << 20
    /// Datagrams that may wait while the socket is full; beyond it they are dropped and counted.
    package var unsentDatagrams = 8192
    /// From a message's first byte to its last, and from accepting a connection to its first
    /// message.
    package var messageTime = TimeAmount.seconds(30)
    /// Without a message or ping from the peer.
    package var idleTime = TimeAmount.hours(1)
    package var connectTime = TimeAmount.seconds(4)
    /// How long sent bytes may stay unacknowledged; beyond it the connection is gone. As long as a
    /// transaction waits.
    package var acknowledgeTime = TimeAmount.seconds(32)
    /// How long a connection may be silent before the system asks whether the peer's still lives.
    package var probeTime = TimeAmount.minutes(2)
    /// How long a connection that we close is given to take what was sent and close as well.
    package var lingerTime = TimeAmount.seconds(2)
    /// Bytes of socket buffer to ask for, per datagram socket and direction.
    package var datagramBuffer = 4 << 20

    package init() {}
}
