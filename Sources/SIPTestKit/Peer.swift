package import NetworkAddresses
package import SIPTransports

/// Somebody at the other end of a flow: an address, a transport and, for a connection, its number.
package struct Peer: Hashable, Sendable {
    package var endpoint: SocketEndpoint
    package var transport: TransportProtocol
    /// 0 for datagrams; odd, as a listener numbers the connections that it accepts.
    package var connection: UInt64

    /// - Parameter text: `192.0.2.1:5060` or `[2001:db8::1]:5060`; anything else ends the test.
    package init(_ text: String, over transport: TransportProtocol = .udp, connection: UInt64 = 0) {
        self.endpoint = SocketEndpoint(text)
        self.transport = transport
        self.connection = connection
    }

    /// The flow between this peer and our listener of its transport and family.
    package func flow(in listeners: [Listener]) -> Flow {
        let listener = listeners.first {
            $0.transport == transport && $0.endpoint.address.isV4 == endpoint.address.isV4
        }
        guard let listener else {
            preconditionFailure("no listener for \(endpoint) over \(transport)")
        }
        return Flow(
            transport: transport, local: listener.endpoint, remote: endpoint, connection: connection
        )
    }

    /// `192.0.2.1:5060`, as it stands in URIs and Vias.
    package var text: String { endpoint.description }
    /// `UDP` or `TCP`.
    package var viaName: String { "\(transport.viaName)" }
}

extension SocketEndpoint {
    /// Reads an endpoint that a test wrote down; a mistake there ends the test.
    package init(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...]),
            let address = IPAddress(text[..<colon])
        else { preconditionFailure("\(text) is no address with a port") }
        self.init(address, port)
    }
}
