import Foundation
import Testing

/// What the operator changes while the node runs.
@Suite("A saved change of trust", .takingTurns)
struct TrustChangeTests {
    /// Long enough for a change to be noticed, and what the operator is promised.
    static let promise = Duration.seconds(2)

    @Test("counts within two seconds, and so does its way back")
    func takesEffect() async throws {
        let node = try await ClearwaterProcess.running()
        let peer = try RawPeer(at: node.block.stranger, of: node)
        #expect(try await peer.ask("MESSAGE").status == 403)
        for (trusted, status) in [
            ("\(node.block.trunk),\(node.block.stranger)", 480), (node.block.trunk, 403),
        ] {
            try node.configure("user_settings", "trusted_peers=\(trusted)\n")
            let saved = ContinuousClock.now
            var seen = 0
            while seen != status, ContinuousClock.now - saved < Self.promise {
                seen = try await peer.ask("MESSAGE").status
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(seen == status, "\(node.written)")
        }
        let changes = node.written.split(separator: "\n").filter { $0.contains("trust changed") }
        #expect(changes.count == 2 && changes.allSatisfy { $0.contains(node.block.stranger) })
    }

    @Test("with a mistake in it leaves all as it was, also when SIGHUP asks for it")
    func mistake() async throws {
        let node = try await ClearwaterProcess.running()
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        try node.configure("user_settings", "trusted_peers=\(node.block.stranger),127.0.0.1.9\n")
        try await refusals(of: node, reach: 1)
        #expect(node.written.contains("127.0.0.1.9"))
        node.signal(SIGHUP)
        try await refusals(of: node, reach: 2)
        #expect(try await trunk.ask("MESSAGE").status == 480)
        let stranger = try RawPeer(at: node.block.stranger, of: node)
        #expect(try await stranger.ask("MESSAGE").status == 403)
    }

    @Test("breaks off no call that is up")
    func callGoesOn() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        let trunk = try SIPpRun.trunk("call", of: node, talk: .seconds(3))
        try await phone.received("ACK sip:")
        try node.configure("user_settings", "trusted_peers=\(node.block.stranger)\n")
        try await eventually("change of trust in the log", context: { node.written }) {
            node.written.contains("trust changed") ? () : nil
        }
        #expect(!phone.trace.received.contains { $0.hasPrefix("BYE ") }, "the call was too short")
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    private func refusals(of node: ClearwaterProcess, reach count: Int) async throws {
        try await eventually("\(count) refused configurations", context: { node.written }) {
            node.written.components(separatedBy: "not taken over").count > count ? () : nil
        }
    }
}
