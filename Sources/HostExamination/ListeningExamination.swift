package import Doctor
package import NetworkAddresses
package import SIPTransports

/// An address and port that a node is to listen on, and the option that says so.
package struct WantedListener: Hashable, Sendable {
    package var transport: TransportProtocol
    package var endpoint: SocketEndpoint
    package var option: String

    package init(_ transport: TransportProtocol, _ endpoint: SocketEndpoint, option: String) {
        self.transport = transport
        self.endpoint = endpoint
        self.option = option
    }
}

/// Finds out who listens where a node is to listen.
package enum ListeningExamination {
    /// - Parameter node: the process of the node; nil where none runs.
    package static func examine(_ wanted: [WantedListener], node: Int32?) -> [ListeningSocket] {
        let open = SocketTable.listening()
        let found = wanted.map { wanted in
            (wanted, open.filter { $0.takes(wanted.endpoint, over: wanted.transport) })
        }
        let owners = SocketOwners(of: Set(found.flatMap { $0.1 }.map(\.inode)))
        return found.map { wanted, sockets in
            let own = sockets.filter { node != nil && owners.process(of: $0.inode) == node }
            let others = sockets.filter { node == nil || owners.process(of: $0.inode) != node }
            return ListeningSocket(
                transport: "\(wanted.transport.viaName)", endpoint: wanted.endpoint,
                option: wanted.option, isOwn: !own.isEmpty,
                others: others.map { holder(owners.process(of: $0.inode)) },
                dropped: own.reduce(0) { $0 + $1.dropped })
        }
    }

    private static func holder(_ pid: Int32?) -> SocketHolder {
        SocketHolder(pid: pid, name: pid.flatMap(SocketOwners.name))
    }
}
