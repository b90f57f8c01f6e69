package import NetworkAddresses

/// A SIP message as Homer, sngrep and other collectors take it: HEP version 3.
///
/// A datagram of chunks, each with vendor, type, length and value; vendor 0 is the protocol's own
/// chunks.
package struct HEPPacket: Sendable {
    package var source: SocketEndpoint
    package var destination: SocketEndpoint
    package var isTCP: Bool
    /// - Units: microseconds since 1970.
    package var at: Int64
    /// Which node captured it: the operator's choice.
    package var captureID: UInt32
    /// What belongs together has the same: the Call-ID. Nil for none.
    package var correlationID: [UInt8]?
    package var payload: [UInt8]

    package init(
        source: SocketEndpoint, destination: SocketEndpoint, isTCP: Bool, at: Int64,
        captureID: UInt32, correlationID: [UInt8]?, payload: [UInt8]
    ) {
        self.source = source
        self.destination = destination
        self.isTCP = isTCP
        self.at = at
        self.captureID = captureID
        self.correlationID = correlationID
        self.payload = payload
    }

    private enum Chunk: UInt16 {
        case family = 1
        case transport
        case sourceIPv4
        case destinationIPv4
        case sourceIPv6
        case destinationIPv6
        case sourcePort
        case destinationPort
        case seconds
        case microseconds
        case payloadKind
        case captureID
        case payload = 15
        case correlationID = 17
    }

    private static let sip: UInt8 = 1
    private static let chunkHeaderSize = 6
    /// Most that a datagram over IPv4 carries, which the collector's may be.
    private static let longest = Packet.longestDatagram(isV4: true)

    /// The datagram. A payload that does not fit into one is cut: its head says most.
    package var octets: [UInt8] {
        var octets = Array("HEP3".utf8) + [0, 0]
        octets.reserveCapacity(payload.count + 160)
        if let from = source.address.v4, let to = destination.address.v4 {
            append(.family, [2], &octets)
            append(.transport, [isTCP ? 6 : 17], &octets)
            append(.sourceIPv4, from, &octets)
            append(.destinationIPv4, to, &octets)
        } else {
            append(.family, [10], &octets)
            append(.transport, [isTCP ? 6 : 17], &octets)
            append(.sourceIPv6, source.address.bits, &octets)
            append(.destinationIPv6, destination.address.bits, &octets)
        }
        append(.sourcePort, source.port, &octets)
        append(.destinationPort, destination.port, &octets)
        append(.seconds, UInt32(truncatingIfNeeded: at / 1_000_000), &octets)
        append(.microseconds, UInt32(at % 1_000_000), &octets)
        append(.payloadKind, [Self.sip], &octets)
        append(.captureID, captureID, &octets)
        if let correlationID { append(.correlationID, correlationID.prefix(255), &octets) }
        append(
            .payload, payload.prefix(Self.longest - octets.count - Self.chunkHeaderSize), &octets)
        (octets[4], octets[5]) = (UInt8(octets.count >> 8), UInt8(octets.count & 0xFF))
        return octets
    }

    private func append(
        _ chunk: Chunk, _ value: some Collection<UInt8>, _ octets: inout [UInt8]
    ) {
        octets.append(bigEndian: 0 as UInt16)
        octets.append(bigEndian: chunk.rawValue)
        octets.append(bigEndian: UInt16(Self.chunkHeaderSize + value.count))
        octets += value
    }

    private func append(
        _ chunk: Chunk, _ number: some FixedWidthInteger, _ octets: inout [UInt8]
    ) {
        var value: [UInt8] = []
        value.append(bigEndian: number)
        append(chunk, value, &octets)
    }
}
