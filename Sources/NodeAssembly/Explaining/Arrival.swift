import DecisionTrace
import NIOCore
import NetworkAddresses
import Provisioning
import SIPMessages
import SIPTransports

/// A message and the flow over which it is to have arrived.
struct Arrival: Sendable {
    var octets: [UInt8]
    var flow: Flow

    private static let standardPort: UInt16 = 5060
    /// Connections of listeners have odd numbers; none gets as far as this one.
    private static let connection = UInt64.max

    /// Works out how a message would arrive.
    ///
    /// - Parameters:
    ///   - source: an address with or without port; nil for what the top Via says.
    ///   - transport: `udp` or `tcp`; nil likewise.
    init(
        _ octets: [UInt8], from source: String?, over transport: String?,
        listeners: [Listener]
    ) throws(ProvisioningError) {
        self.octets = octets
        let top = TopVia(octets)
        guard let endpoint = try source.map(Self.endpoint) ?? top?.endpoint else {
            throw ProvisioningError(
                .invalid, "the message does not say by an address where it comes from",
                remedy: "say it with --from ADDRESS")
        }
        let transport = try transport.map(Self.transport) ?? top?.transport ?? .udp
        let listener = listeners.first {
            $0.transport == transport && $0.endpoint.address.isV4 == endpoint.address.isV4
        }
        guard let listener else {
            let family = endpoint.address.isV4 ? "IPv4" : "IPv6"
            throw ProvisioningError(
                .invalid, "this node has no \(family) address, so nothing arrives from \(endpoint)",
                remedy: "give another address with --from, or add one to local_ip")
        }
        flow = Flow(
            transport: transport, local: listener.endpoint, remote: endpoint,
            connection: transport == .udp ? 0 : Self.connection)
    }

    /// A message as it did arrive.
    init(_ bytes: TracedBytes) { (octets, flow) = (bytes.octets, bytes.flow) }

    /// The same message, from elsewhere or over something else where that is said.
    func moved(
        to source: String?, over transport: String?, listeners: [Listener]
    ) throws(ProvisioningError) -> Arrival {
        guard source != nil || transport != nil else { return self }
        return try Arrival(
            octets, from: source ?? "\(flow.remote)",
            over: transport ?? "\(flow.transport.uriName)", listeners: listeners)
    }

    private static func endpoint(_ text: String) throws(ProvisioningError) -> SocketEndpoint {
        if let endpoint = SocketEndpoint(text: text) { return endpoint }
        if let address = IPAddress(text) { return SocketEndpoint(address, standardPort) }
        throw ProvisioningError(
            .invalid, "\(text) is no address",
            remedy: "give one such as 192.0.2.1, 192.0.2.1:5060 or [2001:db8::1]:5060")
    }

    private static func transport(_ text: String) throws(ProvisioningError) -> TransportProtocol {
        let known = TransportProtocol.allCases
        if let transport = known.first(where: { "\($0.uriName)" == text.lowercased() }) {
            return transport
        }
        throw ProvisioningError(
            .invalid, "\(text) is no transport of this node", remedy: "give udp or tcp")
    }
}

/// Who sent a message, by its own word.
private struct TopVia {
    var endpoint: SocketEndpoint?
    var transport: TransportProtocol?

    init?(_ octets: [UInt8]) {
        var message = SIPMessage()
        guard
            case .message = SIPParser.parse(
                ByteBuffer(bytes: octets), framing: .datagram, into: &message),
            let field = message.first(.via),
            let via = try? Via.parse(message.span, field.value)
        else { return nil }
        let span = message.span
        let name = Self.text(span.part(via.transport)).uppercased()
        transport = TransportProtocol.allCases.first { "\($0.viaName)" == name }
        let received = via.received.flatMap { IPAddress(Self.text(span.part($0))) }
        let address = received ?? via.hostAddress(in: span)
        var port = via.port ?? 5060
        if case .value(let told) = via.rport { port = told }
        endpoint = address.map { SocketEndpoint($0, port) }
    }

    private static func text(_ span: Span<UInt8>) -> String {
        span.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
