package import NetworkAddresses

/// What has to be known of a URI to find the servers that it names (RFC 3263 4).
package struct ServerQuery: Hashable, Sendable {
    /// A host name or an address literal (IPv6 without brackets), lower case.
    package var host: String
    package var port: UInt16?
    /// The URI's transport parameter, if it has one that we speak.
    package var transport: TransportProtocol?

    package init(host: String, port: UInt16?, transport: TransportProtocol?) {
        self.host = host
        self.port = port
        self.transport = transport
    }
}

/// One place to send to: a result of server location, best first in a list of them.
package struct ServerTarget: Hashable, Sendable {
    package var transport: TransportProtocol
    package var endpoint: SocketEndpoint

    package init(transport: TransportProtocol, endpoint: SocketEndpoint) {
        self.transport = transport
        self.endpoint = endpoint
    }
}
