package import NetworkAddresses

/// An IP packet with what one of SIP's transports carries in it.
///
/// RFC 791 and RFC 8200; UDP of RFC 768, TCP of RFC 9293. Lengths and checksums are right, so that
/// whoever reads it has nothing to complain about.
package struct Packet: Sendable {
    package enum Transport: Hashable, Sendable {
        case udp
        /// Octets of this direction and of the other one that went before.
        case tcp(sequence: UInt32, acknowledged: UInt32)
    }

    package var source: SocketEndpoint
    package var destination: SocketEndpoint
    package var transport: Transport
    package var payload: ArraySlice<UInt8>

    /// Most that a UDP datagram of this family carries.
    package static func longestDatagram(isV4: Bool) -> Int {
        let header = isV4 ? ipv4HeaderSize + udpHeaderSize : udpHeaderSize
        return Int(UInt16.max) - header
    }

    private static let ipv4HeaderSize = 20
    private static let udpHeaderSize = 8
    private static let tcpHeaderSize = 20

    /// The packet from the first octet of its IP header on.
    package var octets: [UInt8] {
        let segment = segment
        return ipHeader(length: segment.count) + segment
    }

    private var isV4: Bool { source.address.isV4 && destination.address.isV4 }

    private var protocolNumber: UInt8 {
        switch transport {
        case .udp: 17
        case .tcp: 6
        }
    }

    // MARK: - IP

    private func ipHeader(length: Int) -> [UInt8] {
        var header: [UInt8] = []
        if let from = source.address.v4, let to = destination.address.v4 {
            header += [0x45, 0]
            header.append(bigEndian: UInt16(Self.ipv4HeaderSize + length))
            // No identification; not to be fragmented.
            header += [0, 0, 0x40, 0, 64, protocolNumber, 0, 0]
            header.append(bigEndian: from)
            header.append(bigEndian: to)
            var checksum = InternetChecksum()
            checksum.add(header)
            (header[10], header[11]) = (UInt8(checksum.value >> 8), UInt8(checksum.value & 0xFF))
        } else {
            header += [0x60, 0, 0, 0]
            header.append(bigEndian: UInt16(length))
            header += [protocolNumber, 64]
            header.append(bigEndian: source.address.bits)
            header.append(bigEndian: destination.address.bits)
        }
        return header
    }

    // MARK: - UDP and TCP

    private var segment: [UInt8] {
        var segment: [UInt8] = []
        segment.append(bigEndian: source.port)
        segment.append(bigEndian: destination.port)
        let checksumOffset: Int
        switch transport {
        case .udp:
            segment.append(bigEndian: UInt16(Self.udpHeaderSize + payload.count))
            checksumOffset = segment.count
            segment += [0, 0]
        case .tcp(let sequence, let acknowledged):
            segment.append(bigEndian: sequence)
            segment.append(bigEndian: acknowledged)
            // Five words of header; PSH and ACK; the widest window.
            segment += [UInt8(Self.tcpHeaderSize / 4) << 4, 0x18, 0xFF, 0xFF]
            checksumOffset = segment.count
            segment += [0, 0, 0, 0]
        }
        segment += payload
        let checksum = checksum(of: segment)
        segment[checksumOffset] = UInt8(checksum >> 8)
        segment[checksumOffset + 1] = UInt8(checksum & 0xFF)
        return segment
    }

    private func checksum(of segment: [UInt8]) -> UInt16 {
        var pseudoHeader: [UInt8] = []
        if isV4, let from = source.address.v4, let to = destination.address.v4 {
            pseudoHeader.append(bigEndian: from)
            pseudoHeader.append(bigEndian: to)
        } else {
            pseudoHeader.append(bigEndian: source.address.bits)
            pseudoHeader.append(bigEndian: destination.address.bits)
        }
        pseudoHeader.append(bigEndian: UInt32(segment.count))
        pseudoHeader += [0, 0, 0, protocolNumber]
        var checksum = InternetChecksum()
        checksum.add(pseudoHeader)
        checksum.add(segment)
        // 0 would say that there is none (RFC 768).
        return transport == .udp && checksum.value == 0 ? 0xFFFF : checksum.value
    }
}
