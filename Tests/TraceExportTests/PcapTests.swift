import Foundation
import Testing
import TraceExport
import Troubleshooting

@Suite struct PcapTests {
    struct Path: Sendable, CustomTestStringConvertible {
        var transport: String
        var local: String
        var remote: String
        var testDescription: String { "\(transport) \(local) \(remote)" }
    }

    static let paths = [
        Path(transport: "UDP", local: "192.0.2.1:5060", remote: "192.0.2.10:5070"),
        Path(transport: "TCP", local: "192.0.2.1:5060", remote: "192.0.2.10:50701"),
        Path(transport: "UDP", local: "[2001:db8::1]:5060", remote: "[2001:db8::10]:5070"),
        Path(transport: "TCP", local: "[2001:db8::1]:5060", remote: "[2001:db8::10]:50701"),
        // Ports that nothing tells to be SIP's.
        Path(transport: "UDP", local: "192.0.2.1:36123", remote: "192.0.2.10:41234"),
    ]

    @Test(arguments: paths)
    func `tshark reads the messages, addresses, times and order that the trace has`(
        path: Path
    ) throws {
        let call = Calls.trace(
            of: [
                Calls.invite(body: "v=0\r\ns=-\r\n"), Calls.answer("100 Trying"), Calls.invite(),
                Calls.answer("486 Busy Here"),
            ], over: path.transport, local: path.local, remote: path.remote)
        let seen = try Captured.messages(in: Pcap.file(of: call))
        #expect(seen == Captured.expected(of: call))
    }

    @Test(arguments: ["TCP", "UDP"], ["192.0.2", "2001:db8:"])
    func `tshark reassembles a message of 60,000 octets, and what comes after it`(
        transport: String, network: String
    ) throws {
        let isV6 = network.contains(":")
        let call = Calls.trace(
            of: [
                Calls.invite(body: String(repeating: "a=x\r\n", count: 12_000)),
                Calls.answer("100 Trying"), Calls.answer("486 Busy Here"),
            ], over: transport, local: isV6 ? "[\(network):1]:5060" : "\(network).1:5060",
            remote: isV6 ? "[\(network):2]:5060" : "\(network).2:5060")
        let seen = try Captured.messages(in: Pcap.file(of: call))
        #expect(seen == Captured.expected(of: call))
    }

    @Test func `A body that was overwritten stays so in the file`() throws {
        let body = "v=0\r\nc=IN IP4 198.51.100.77\r\n"
        let redacted = Calls.invite(body: String(repeating: "x", count: body.utf8.count))
        let call = Calls.trace(of: [redacted], isRedacted: true)
        let file = Pcap.file(of: call)
        #expect(try Captured.messages(in: file) == Captured.expected(of: call))
        #expect(!String(decoding: file, as: UTF8.self).contains("198.51.100.77"))
    }

    @Test func `Two connections at once each have sequence numbers of their own`() throws {
        var call = Calls.trace(
            of: [Calls.invite(), Calls.answer("100 Trying")], over: "TCP")
        call.events +=
            Calls.trace(
                of: [Calls.invite(callID: "two"), Calls.answer("200 OK", callID: "two")],
                over: "TCP", remote: "192.0.2.30:33333"
            ).events
        call.events += Calls.trace(of: [Calls.invite(callID: "three")], over: "TCP").events
        let seen = try Captured.messages(in: Pcap.file(of: call))
        #expect(seen == Captured.expected(of: call))
    }

    @Test func `tshark has no complaint about a checksum, a length or a sequence number`() throws {
        for path in Self.paths {
            let call = Calls.trace(
                of: [
                    Calls.invite(body: "v=0\r\n" + String(repeating: "a=odd\r\n", count: 334)),
                    Calls.answer("100 Trying"), Calls.answer("183 Session Progress"),
                    Calls.answer("486 Busy Here"),
                ], over: path.transport, local: path.local, remote: path.remote)
            let complaints = try Captured.read(
                Pcap.file(of: call),
                [
                    "-Y",
                    "ip.checksum.status == 0 or udp.checksum.status == 0 or tcp.checksum.status == 0"
                        + " or tcp.analysis.flags or _ws.malformed or frame.len != frame.cap_len",
                ])
            #expect(complaints == "")
            let good = try Captured.read(
                Pcap.file(of: call),
                ["-Y", "udp.checksum.status == 1 or tcp.checksum.status == 1"])
            #expect(good.split(separator: "\n").count == 4)
        }
    }

    @Test func `A call without messages is a file that tshark opens`() throws {
        #expect(try Captured.messages(in: Pcap.file(of: Calls.trace(of: []))) == [])
    }
}

/// What tshark makes of a file.
enum Captured {
    struct Message: Equatable {
        var time: String
        var from: String
        var to: String
        var firstLine: String
        var callID: String
        var octets: String
    }

    static func messages(in file: [UInt8]) throws -> [Message] {
        let fields = [
            "frame.time_epoch", "ip.src", "ipv6.src", "udp.srcport", "tcp.srcport", "ip.dst",
            "ipv6.dst", "udp.dstport", "tcp.dstport", "sip.Request-Line", "sip.Status-Line",
            "sip.Call-ID", "udp.payload", "tcp.payload", "tcp.reassembled.data",
        ]
        let text = try read(
            file, ["-Y", "sip", "-T", "fields"] + fields.flatMap { ["-e", $0] })
        return text.split(separator: "\n").map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map(String.init)
            let (from, to) = (cells[1] + cells[2], cells[5] + cells[6])
            return Message(
                time: cells[0], from: "\(from) \(cells[3])\(cells[4])",
                to: "\(to) \(cells[7])\(cells[8])", firstLine: cells[9] + cells[10],
                callID: cells[11],
                octets: cells[14].isEmpty ? cells[12] + cells[13] : cells[14])
        }
    }

    /// What it has to make of a call.
    static func expected(of call: CallTrace) -> [Message] {
        call.events.compactMap { event in
            guard case .message(let message) = event else { return nil }
            let lines = message.text.components(separatedBy: "\r\n")
            let callID = lines.first { $0.hasPrefix("Call-ID: ") } ?? ""
            let (from, to) =
                message.isReceived
                ? (message.remote, message.local) : (message.local, message.remote)
            return Message(
                time: "\(message.at / 1_000_000)."
                    + String(format: "%06d000", message.at % 1_000_000),
                from: place(from), to: place(to), firstLine: lines[0],
                callID: String(callID.dropFirst(9)),
                octets: message.octets.map { String(format: "%02x", $0) }.joined())
        }
    }

    private static func place(_ endpoint: String) -> String {
        let colon = endpoint.lastIndex(of: ":")!
        let host = endpoint[..<colon].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return "\(host) \(endpoint[endpoint.index(after: colon)...])"
    }

    static func read(_ file: [UInt8], _ options: [String]) throws -> String {
        let scratch = try Scratch()
        return try Tool.output(
            [
                "tshark", "-n", "-r", try scratch.write(file, to: "call.pcap"), "-o",
                "ip.check_checksum:TRUE", "-o", "udp.check_checksum:TRUE", "-o",
                "tcp.check_checksum:TRUE",
            ] + options)
    }
}
