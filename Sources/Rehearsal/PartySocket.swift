package import NIOCore
package import NetworkAddresses

/// What a party sends and receives by; never blocks for long.
package protocol PartySocket: AnyObject {
    /// Readable when something waits.
    var descriptor: Int32 { get }
    /// Where it is bound.
    var endpoint: SocketEndpoint { get }
    /// As a Via has it.
    var transport: StaticString { get }
    /// True where nothing is lost, so nothing is sent twice (RFC 3261 17).
    var isReliable: Bool { get }

    /// - Parameter destination: of no account to a connection, which has one end only.
    func send(_ bytes: ByteBuffer, to destination: SocketEndpoint)

    /// - Returns: one whole message; nil when none waits.
    func receive() -> (bytes: ByteBuffer, source: SocketEndpoint)?
}

extension PartySocket {
    /// The address and port as a URI of this transport has them.
    var uriPlace: String { isReliable ? "\(endpoint);transport=tcp" : "\(endpoint)" }
}
