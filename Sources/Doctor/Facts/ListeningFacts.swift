package import NetworkAddresses

/// Where the node listens, who else does, and whether it is reached there.
package struct ListeningFacts: Hashable, Sendable {
    /// One for each address, transport and port of the configuration.
    package var sockets: [ListeningSocket]
    /// How the advertised addresses answer.
    package var reaches: [Reach]

    package init(sockets: [ListeningSocket] = [], reaches: [Reach] = []) {
        self.sockets = sockets
        self.reaches = reaches
    }
}

/// An address and port that the node is to listen on.
package struct ListeningSocket: Hashable, Sendable {
    /// `UDP` or `TCP`.
    package var transport: String
    package var endpoint: SocketEndpoint
    /// The option that chooses the port: `sip_port`, `ellis_port`.
    package var option: String
    /// True where the node itself has a socket there.
    package var isOwn: Bool
    /// Whoever else takes packets of that port at that address.
    package var others: [SocketHolder]
    /// Datagrams that the system dropped because the node did not read them in time.
    package var dropped: Int

    package init(
        transport: String, endpoint: SocketEndpoint, option: String = "sip_port", isOwn: Bool,
        others: [SocketHolder] = [], dropped: Int = 0
    ) {
        self.transport = transport
        self.endpoint = endpoint
        self.option = option
        self.isOwn = isOwn
        self.others = others
        self.dropped = dropped
    }
}

extension ListeningSocket: CustomStringConvertible {
    /// `UDP 192.0.2.1:5060`.
    package var description: String { "\(transport) \(endpoint)" }
}

/// A process with a socket.
package struct SocketHolder: Hashable, Sendable {
    /// Nil where the process belongs to somebody else and cannot be seen.
    package var pid: Int32?
    package var name: String?

    package init(pid: Int32?, name: String?) {
        self.pid = pid
        self.name = name
    }
}

extension SocketHolder: CustomStringConvertible {
    /// `kamailio (pid 4711)`.
    package var description: String {
        guard let pid else { return "a process of another user" }
        return "\(name ?? "a process") (pid \(pid))"
    }
}

/// What came of an OPTIONS request to an advertised address.
package struct Reach: Hashable, Sendable {
    package var transport: String
    package var endpoint: SocketEndpoint
    /// True where this machine itself has the address, so that no other can answer in its place.
    package var isOnThisMachine: Bool
    package var outcome: Outcome

    package enum Outcome: Hashable, Sendable {
        /// With this status line.
        case answered(String, milliseconds: Int)
        /// Somebody said that nobody listens there.
        case refused
        case silent(seconds: Int)
        /// The system's words.
        case failed(String)
    }

    package init(
        transport: String, endpoint: SocketEndpoint, isOnThisMachine: Bool, outcome: Outcome
    ) {
        self.transport = transport
        self.endpoint = endpoint
        self.isOnThisMachine = isOnThisMachine
        self.outcome = outcome
    }
}
