import DecisionTrace
import Determinism
import Foundation
import NetworkAddresses
import SIPTransports
import Testing
import TraceExport

@Suite struct HEPExporterTests {
    private let flow = Flow(
        transport: .tcp, local: SocketEndpoint(text: "192.0.2.1:5060")!,
        remote: SocketEndpoint(text: "192.0.2.10:5070")!, connection: 7)

    private func log(_ messages: [[UInt8]]) -> TraceLog {
        var log = TraceLog()
        for (place, message) in messages.enumerated() {
            let at = Instant(nanoseconds: Int64(place) * 1_000_000)
            log.message(
                place % 2 == 0 ? .received : .sent, message.span, over: flow, at: at, call: 1)
            log.decision(.trunkMatched, at: at, call: 1)
            log.evidence("voxbone" as StaticString)
        }
        return log
    }

    private let clock = Now(
        instant: Instant(nanoseconds: 5_000_000_000),
        wall: WallTime(milliseconds: 1_769_860_805_000))

    private func exported(
        _ messages: [[UInt8]], showsSecrets: Bool
    ) throws -> [HEPChunks] {
        let collector = try Collector()
        let exporter = HEPExporter(
            HEPExporter.Settings(
                collector: collector.endpoint, captureID: 9, showsSecrets: showsSecrets))
        exporter.take(log(messages), at: clock)
        exporter.close()
        return try messages.map { _ in try HEPChunks(collector.receive()) }
    }

    @Test func `Each message is a datagram with both ends in its direction, in order`() throws {
        let seen = try exported(
            [Calls.invite(), Calls.answer("100 Trying")], showsSecrets: true)
        #expect(seen[0].values[3] == [192, 0, 2, 10] && seen[0].values[4] == [192, 0, 2, 1])
        #expect(seen[1].values[3] == [192, 0, 2, 1] && seen[1].values[4] == [192, 0, 2, 10])
        #expect(seen[0].values[15] == Calls.invite() && seen[0].values[12] == [0, 0, 0, 9])
        #expect(seen[1].values[15] == Calls.answer("100 Trying") && seen[1].values[2] == [6])
        // 2026-01-31 12:00:00 UTC, and a millisecond later.
        #expect(seen[0].values[9] == [0x69, 0x7D, 0xEE, 0xC0] && seen[0].values[10] == [0, 0, 0, 0])
        #expect(seen[1].values[10] == [0, 0, 0x03, 0xE8])
        #expect(seen[1].values[17] == Array("one@192.0.2.10".utf8))
    }

    @Test(arguments: [true, false])
    func `Bodies are sent as they are only where the operator wants it`(showsSecrets: Bool) throws {
        let body = "v=0\r\nc=IN IP4 198.51.100.77\r\n"
        let seen = try exported([Calls.invite(body: body)], showsSecrets: showsSecrets)
        let payload = try #require(seen[0].values[15])
        #expect(payload.count == Calls.invite(body: body).count)
        #expect(String(decoding: payload, as: UTF8.self).contains("198.51.100.77") == showsSecrets)
    }

    @Test func `What belongs together is known by the Call-ID, however it is written`() throws {
        let short = Array("OPTIONS sip:a SIP/2.0\r\nI \t:  abc@d \r\n\r\ni: no\r\n".utf8)
        let none = Array("OPTIONS sip:a SIP/2.0\r\nTo: <sip:a>\r\n\r\nCall-ID: body\r\n".utf8)
        let seen = try exported([short, none], showsSecrets: true)
        #expect(seen[0].values[17] == Array("abc@d".utf8) && seen[1].values[17] == nil)
    }

    @Test func `A collector that is gone is sent to all the same, and one that is there gets the rest`()
        throws
    {
        let gone = try Collector().endpoint
        let exporter = HEPExporter(
            HEPExporter.Settings(collector: gone, captureID: 1, showsSecrets: true))
        for _ in 0..<50 { exporter.take(log([Calls.invite()]), at: clock) }
        let back = try Collector(at: gone)
        exporter.take(log([Calls.invite(callID: "back")]), at: clock)
        var last: [UInt8]?
        while last != Array("back".utf8) { last = try HEPChunks(back.receive()).values[17] }
        exporter.close()
    }
}

/// A socket of the test that receives what is exported.
final class Collector {
    private let descriptor: Int32
    let endpoint: SocketEndpoint

    /// - Parameter endpoint: a free port where it is nil.
    init(at wanted: SocketEndpoint? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = (wanted?.port ?? 0).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let port = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name -> UInt16? in
                guard bind(descriptor, name, length) == 0,
                    getsockname(descriptor, name, &length) == 0
                else { return nil }
                return pointer.pointee.sin_port
            }
        }
        endpoint = SocketEndpoint(.loopbackV4, UInt16(bigEndian: try #require(port)))
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    func receive() throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        try #require(count > 0, "nothing arrived")
        return Array(buffer[..<count])
    }
}
