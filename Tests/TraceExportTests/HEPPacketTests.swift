import NetworkAddresses
import Testing
import TraceExport

@Suite struct HEPPacketTests {
    @Test func `A message over UDP and IPv4 is written chunk by chunk`() throws {
        let packet = HEPPacket(
            source: SocketEndpoint(text: "192.0.2.10:5070")!,
            destination: SocketEndpoint(text: "192.0.2.1:5060")!, isTCP: false,
            at: Calls.beginning, captureID: 2001, correlationID: Array("one@192.0.2.10".utf8),
            payload: Calls.invite())
        let chunks = try HEPChunks(packet.octets)
        #expect(
            chunks.values == [
                1: [2], 2: [17], 3: [192, 0, 2, 10], 4: [192, 0, 2, 1], 7: [0x13, 0xCE],
                8: [0x13, 0xC4], 9: [0x69, 0x7D, 0xEE, 0xC0], 10: [0, 0, 0, 42], 11: [1],
                12: [0, 0, 0x07, 0xD1], 15: Calls.invite(), 17: Array("one@192.0.2.10".utf8),
            ])
    }

    @Test func `A message over TCP and IPv6 has the chunks of that family`() throws {
        let packet = HEPPacket(
            source: SocketEndpoint(text: "[2001:db8::1]:5060")!,
            destination: SocketEndpoint(text: "[2001:db8::10]:50701")!, isTCP: true,
            at: Calls.beginning, captureID: 1, correlationID: nil, payload: Calls.invite())
        let chunks = try HEPChunks(packet.octets)
        let network: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 11)
        #expect(chunks.values[1] == [10] && chunks.values[2] == [6])
        #expect(chunks.values[5] == network + [1] && chunks.values[6] == network + [0x10])
        #expect(chunks.values[3] == nil && chunks.values[4] == nil && chunks.values[17] == nil)
    }

    @Test func `What fits into no datagram is cut, and its lengths are right all the same`() throws {
        let payload = Calls.invite(body: String(repeating: "x", count: 70_000))
        let packet = HEPPacket(
            source: SocketEndpoint(text: "192.0.2.10:5070")!,
            destination: SocketEndpoint(text: "192.0.2.1:5060")!, isTCP: true,
            at: Calls.beginning, captureID: 1, correlationID: Array("one".utf8), payload: payload)
        let octets = packet.octets
        #expect(octets.count == 65_507)
        let sent = try #require(try HEPChunks(octets).values[15])
        #expect(payload.starts(with: sent) && sent.count > 65_000)
    }
}

/// A decoder of the datagrams, written from the protocol's description.
struct HEPChunks {
    private(set) var values: [UInt16: [UInt8]] = [:]

    init(_ datagram: [UInt8]) throws {
        func number(_ place: Int) -> Int { Int(datagram[place]) << 8 | Int(datagram[place + 1]) }
        try #require(datagram.prefix(4) == [0x48, 0x45, 0x50, 0x33])
        try #require(number(4) == datagram.count)
        var place = 6
        while place < datagram.count {
            try #require(number(place) == 0, "a vendor that is not the protocol's own")
            let length = number(place + 4)
            try #require(length >= 6 && place + length <= datagram.count)
            let kind = UInt16(number(place + 2))
            try #require(values[kind] == nil, "chunk \(kind) is there twice")
            values[kind] = Array(datagram[place + 6..<place + length])
            place += length
        }
    }
}
