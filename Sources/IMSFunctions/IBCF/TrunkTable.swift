package import NetworkAddresses

/// Which sources are trusted, and as which trunk.
///
/// TS 24.229 5.10.1; the source address alone decides: the port and the transport play no part,
/// unless an entry names the port too. The longest prefix wins, and before it such an entry.
/// - Cost: one hash look-up a distinct prefix length, whatever the number of entries.
package struct TrunkTable: Sendable, Hashable {
    /// One trusted network of a trunk.
    package struct Entry: Sendable, Hashable {
        package var trunk: String
        package var prefix: IPPrefix
        /// The peer as the operator wrote it: an address, a network, or the host name that led
        /// here.
        package var text: String
        /// Nil for every port of the network.
        package var port: UInt16?

        package init(trunk: String, prefix: IPPrefix, text: String) {
            self.trunk = trunk
            self.prefix = prefix
            self.text = text
        }

        /// One socket and nobody else at its address.
        package init(trunk: String, socket: SocketEndpoint, text: String) {
            self.trunk = trunk
            prefix = IPPrefix(host: socket.address)
            self.text = text
            port = socket.port
        }
    }

    package let entries: [Entry]
    private let lengths: [Int]
    private let index: [IPPrefix: Int]
    private let sockets: [SocketEndpoint: Int]

    /// Of two entries with the same network the first counts.
    package init(_ entries: [Entry]) {
        self.entries = entries
        var index: [IPPrefix: Int] = [:]
        var sockets: [SocketEndpoint: Int] = [:]
        for (place, entry) in entries.enumerated() {
            if let port = entry.port {
                sockets[SocketEndpoint(entry.prefix.address, port)] = place
            } else if index[entry.prefix] == nil {
                index[entry.prefix] = place
            }
        }
        self.index = index
        self.sockets = sockets
        lengths = Set(index.keys.map(\.length)).sorted(by: >)
    }

    /// The same for a source whose port is known.
    package func match(_ source: SocketEndpoint) -> Int? {
        if !sockets.isEmpty, let place = sockets[source] { return place }
        return match(source.address)
    }

    /// The place in `entries` of what makes this source trusted; nil for a stranger.
    package func match(_ source: IPAddress) -> Int? {
        for length in lengths {
            let network = IPPrefix(masking: source, length: length)
            if let place = index[network] { return place }
        }
        return nil
    }
}
