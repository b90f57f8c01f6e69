package import NetworkAddresses

/// A transport protocol that SIP runs over here.
package enum TransportProtocol: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
    case udp
    case tcp

    /// True where a lost packet is the transport's affair, not ours (RFC 3261 17).
    package var isReliable: Bool { self != .udp }
    /// As in a Via (RFC 3261 18.1.1).
    package var viaName: StaticString {
        switch self {
        case .udp: "UDP"
        case .tcp: "TCP"
        }
    }
    /// As in a URI's transport parameter (RFC 3261 19.1.1).
    package var uriName: StaticString {
        switch self {
        case .udp: "udp"
        case .tcp: "tcp"
        }
    }
}

/// The way between this node and one peer: both ends of a connection, or of a stream of datagrams
/// (RFC 5626 3.1).
package struct Flow: Hashable, Sendable, BitwiseCopyable {
    package var transport: TransportProtocol
    /// Our end: the listener's address and port (also for connections that we opened).
    package var local: SocketEndpoint
    /// The peer's end as the socket saw it.
    package var remote: SocketEndpoint
    /// 0 for datagrams; else unique among the connections of this process: odd when accepted by a
    /// listener (given by the shell), even when opened by the engine (given by the engine).
    package var connection: UInt64

    package init(
        transport: TransportProtocol, local: SocketEndpoint, remote: SocketEndpoint,
        connection: UInt64 = 0
    ) {
        self.transport = transport
        self.local = local
        self.remote = remote
        self.connection = connection
    }
}

/// An address and port of ours where requests arrive over one transport.
package struct Listener: Hashable, Sendable {
    package var transport: TransportProtocol
    package var endpoint: SocketEndpoint

    package init(transport: TransportProtocol, endpoint: SocketEndpoint) {
        self.transport = transport
        self.endpoint = endpoint
    }
}
