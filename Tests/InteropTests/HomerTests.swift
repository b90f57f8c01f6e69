import Foundation
import Testing

/// Messages that the node sends to a collector as HEP.
@Suite("A collector", .takingTurns)
struct HomerTests {
    private func node(collector: String, more: String = "") async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess()
        try node.configure(
            "user_settings", "trusted_peers=\(node.block.trunk)\nhep_collector=\(collector)\n\(more)")
        try await node.addSubscriber()
        try await node.start()
        return node
    }

    @Test(
        "that is a real sngrep gets a call's messages with their addresses, in order",
        arguments: Transport.allCases)
    func sngrep(over transport: Transport) async throws {
        let port = try DatagramSocket(address: "127.0.0.1").port
        let node = try await node(collector: "127.0.0.1:\(port)")
        let scratch = try ScratchDirectory()
        let received = scratch.path("received.pcap")
        let sngrep = try await listening(at: port, into: received, scratch, node)
        defer { sngrep.signal(SIGKILL) }
        let phone = try await SIPpRun.phone("answer", of: node, over: transport)
        await (try SIPpRun.trunk("call", of: node, over: transport)).expectSuccess(log: node)
        await phone.expectSuccess()
        let call = try #require(try await node.tracedCalls(["--kind", "call"]).first)
        let own = scratch.path("own.pcap")
        try await node.succeeding(["call", call.id, "--pcap", own.path])
        let expected = try await CapturedFile(own, in: scratch.url).messages
        #expect(expected.count >= 10 && expected[0].firstLine.hasPrefix("INVITE"))
        // It writes when it sees fit, and a file that it is at work on may end within a message.
        var seen: [CapturedFile.Message] = []
        for _ in 0..<40 where seen.count < expected.count {
            try await Task.sleep(for: .milliseconds(500))
            let file = try? await CapturedFile(received, in: scratch.url)
            seen = file?.messages.filter { $0.callID == call.callID } ?? []
        }
        #expect(seen == expected)
    }

    /// A sngrep that has received something of the node.
    ///
    /// Now and then one binds its port and writes nothing that arrives there; another one does.
    private func listening(
        at port: UInt16, into file: URL, _ scratch: ScratchDirectory, _ node: ClearwaterProcess
    ) async throws -> ChildProcess {
        let peer = try RawPeer(at: node.block.trunk, of: node)
        for _ in 0..<5 {
            let sngrep = try ChildProcess.start(
                ["sngrep", "-L", "udp:127.0.0.1:\(port)", "-N", "-q", "-O", file.path],
                output: scratch.path("sngrep"), environment: ["TERM": "xterm"])
            for _ in 0..<8 where !sngrep.hasEnded {
                _ = try await peer.ask("OPTIONS")
                try await Task.sleep(for: .milliseconds(500))
                if (FileManager.default.contents(atPath: file.path)?.count ?? 0) > 24 {
                    return sngrep
                }
            }
            sngrep.signal(SIGKILL)
            _ = await sngrep.ending()
        }
        throw PatienceLost(description: "no sngrep that receives\n\(node.written)")
    }

    @Test("gets no body and no credential, and those who ask for them do")
    func redaction() async throws {
        for showsSecrets in [false, true] {
            let collector = try DatagramSocket(address: "127.0.0.1")
            let node = try await node(
                collector: "127.0.0.1:\(collector.port)",
                more: "hep_capture_id=77\nhep_bodies=\(showsSecrets ? "Y" : "N")\n")
            let phone = try await SIPpRun.phone("answer", of: node)
            await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
            await phone.expectSuccess()
            var seen = ""
            try await eventually("a BYE at the collector", context: { seen }) {
                while let (octets, _) = collector.receive() {
                    #expect(octets.starts(with: Array("HEP3".utf8)))
                    seen += String(decoding: octets, as: UTF8.self)
                }
                return seen.contains("\r\nCSeq: 2 BYE\r\n") || seen.contains("BYE sip:") ? () : nil
            }
            #expect(seen.contains("Authorization: Digest username="))
            #expect(seen.contains("response=\"xxxx") != showsSecrets)
            #expect(seen.contains("c=IN IP4") == showsSecrets)
        }
    }

    @Test("that is not there is no harm to calls, nor is one whose name nobody knows")
    func gone() async throws {
        let port = try DatagramSocket(address: "127.0.0.1").port
        for collector in ["127.0.0.1:\(port)", "no-such-host.invalid"] {
            let node = try await node(collector: collector)
            let phone = try await SIPpRun.phone("answer", of: node)
            await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
            await phone.expectSuccess()
            #expect(await node.stop() == .exited(0))
        }
    }

    @Test("may be named and left while the node runs")
    func changed() async throws {
        let collector = try DatagramSocket(address: "127.0.0.1")
        let node = try await ClearwaterProcess.running()
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        let trusted = "trusted_peers=\(node.block.trunk)\n"
        try node.configure(
            "user_settings", trusted + "hep_collector=127.0.0.1:\(collector.port)\n")
        try await eventually("word of it in the log", context: { node.written }) {
            node.written.contains("every message is sent to a collector") ? () : nil
        }
        _ = try await trunk.ask("OPTIONS")
        _ = try await eventually("a message at the collector", context: { node.written }) {
            collector.receive()
        }
        try node.configure("user_settings", trusted)
        try await eventually("word of its end in the log", context: { node.written }) {
            node.written.contains("no more messages are sent to a collector") ? () : nil
        }
        while collector.receive() != nil {}
        _ = try await trunk.ask("OPTIONS")
        try await Task.sleep(for: .milliseconds(600))
        #expect(collector.receive() == nil)
    }
}
