import Glibc
package import NetworkAddresses
package import SIPTransports

/// A socket that takes what arrives at an address and port, as the system's tables have it.
package struct OpenSocket: Hashable, Sendable {
    package var transport: TransportProtocol
    package var endpoint: SocketEndpoint
    /// The system's number for it, by which its process is found.
    package var inode: UInt64
    /// Datagrams that came faster than they were read.
    package var dropped: Int

    package init(
        transport: TransportProtocol, endpoint: SocketEndpoint, inode: UInt64, dropped: Int
    ) {
        self.transport = transport
        self.endpoint = endpoint
        self.inode = inode
        self.dropped = dropped
    }
}

/// The sockets of this machine that listen, out of /proc/net.
package enum SocketTable {
    /// Every listening TCP socket, and every UDP socket that takes from anybody.
    package static func listening() -> [OpenSocket] {
        [("udp", TransportProtocol.udp), ("udp6", .udp), ("tcp", .tcp), ("tcp6", .tcp)].flatMap {
            name, transport in
            read(TextFile.contents("/proc/net/\(name)") ?? "", transport: transport)
        }
    }

    /// - Parameter text: a table with its heading.
    package static func read(_ text: String, transport: TransportProtocol) -> [OpenSocket] {
        // The states of a listener, and of a datagram socket without a peer.
        let state = transport == .tcp ? "0A" : "07"
        return text.split(separator: "\n").dropFirst().compactMap { line in
            let words = line.split(separator: " ")
            guard words.count >= 10, words[3] == state, let endpoint = endpoint(words[1]),
                let inode = UInt64(words[9])
            else { return nil }
            let dropped = transport == .udp ? words.last.flatMap { Int($0) } ?? 0 : 0
            return OpenSocket(
                transport: transport, endpoint: endpoint, inode: inode, dropped: dropped)
        }
    }

    /// `0100007F:13C4`: the address in words of the machine's own order, the port in that of
    /// people.
    private static func endpoint(_ text: Substring) -> SocketEndpoint? {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let port = UInt16(parts[1], radix: 16) else { return nil }
        var bits: UInt128 = 0
        var rest = parts[0]
        while !rest.isEmpty {
            guard let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
            bits = bits << 32 | UInt128(UInt32(bigEndian: word))
            rest = rest.dropFirst(8)
        }
        let address =
            parts[0].count == 8
            ? IPAddress(v4: UInt32(truncatingIfNeeded: bits)) : IPAddress(bits: bits)
        return SocketEndpoint(address, port)
    }
}

extension OpenSocket {
    /// True where it takes packets that are for this endpoint: it is the same, or its address is
    /// every address of a family that includes this one.
    package func takes(_ wanted: SocketEndpoint, over transport: TransportProtocol) -> Bool {
        guard self.transport == transport, endpoint.port == wanted.port else { return false }
        if endpoint.address == wanted.address { return true }
        if endpoint.address == .anyV4 { return wanted.address.isV4 }
        return endpoint.address == .anyV6
    }
}
