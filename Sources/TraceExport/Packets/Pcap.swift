import NetworkAddresses
package import Troubleshooting

/// A call as a capture file: what a capture at the node's sockets would have shown.
///
/// The classic format of libpcap with microseconds, which every tool reads, and packets that begin
/// with their IP header (LINKTYPE_RAW). Of TCP there are the segments with the messages, not the
/// handshakes: the node sees messages, and none is made up.
package enum Pcap {
    /// Octets of TCP that a packet carries at most; longer messages are several segments.
    static let longestSegment = 16_384
    private static let longestPacket: UInt32 = 65_575
    private static let rawIP: UInt32 = 101

    /// The file with the call's messages in their order.
    ///
    /// - Complexity: O(octets of the messages).
    package static func file(of call: CallTrace) -> [UInt8] {
        var file = header
        var positions = StreamPositions()
        for case .message(let message) in call.events {
            for packet in packets(of: message, &positions) { append(packet, message.at, &file) }
        }
        return file
    }

    private static var header: [UInt8] {
        var header: [UInt8] = []
        header.append(littleEndian: 0xA1B2_C3D4 as UInt32)
        header.append(littleEndian: 2 as UInt16)
        header.append(littleEndian: 4 as UInt16)
        header.append(littleEndian: 0 as UInt64)
        header.append(littleEndian: longestPacket)
        header.append(littleEndian: rawIP)
        return header
    }

    private static func append(_ packet: Packet, _ time: Int64, _ file: inout [UInt8]) {
        let octets = packet.octets
        file.append(littleEndian: UInt32(truncatingIfNeeded: time / 1_000_000))
        file.append(littleEndian: UInt32(time % 1_000_000))
        file.append(littleEndian: UInt32(octets.count))
        file.append(littleEndian: UInt32(octets.count))
        file += octets
    }

    private static func packets(
        of message: TracedMessage, _ positions: inout StreamPositions
    ) -> [Packet] {
        guard let local = SocketEndpoint(text: message.local),
            let remote = SocketEndpoint(text: message.remote)
        else { return [] }
        let (from, to) = message.isReceived ? (remote, local) : (local, remote)
        guard message.transport != "UDP" else {
            let isV4 = from.address.isV4 && to.address.isV4
            let payload = message.octets.prefix(Packet.longestDatagram(isV4: isV4))
            return [Packet(source: from, destination: to, transport: .udp, payload: payload)]
        }
        return stride(from: 0, to: message.octets.count, by: longestSegment).map { start in
            let payload = message.octets[start...].prefix(longestSegment)
            let place = positions.advance(payload.count, from: from, to: to)
            return Packet(source: from, destination: to, transport: place, payload: payload)
        }
    }
}
