import DecisionTrace
import Determinism
import Foundation
import NetworkAddresses
import NodeAssembly
import Provisioning
import RefusedPeers
import Testing

/// The node's desk of refused peers, over refusals that a node before it saved.
@Suite struct RefusalDeskTests {
    private static let author = NodeUnderTest.operatorAtHome

    private static func node(
        _ files: [String: String] = [:], _ refused: (String, OutcomeReason, Int)...
    ) async throws -> NodeUnderTest {
        let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return try await NodeUnderTest(files) { data in
            let ledger = RefusalLedger()
            for (source, reason, count) in refused {
                for _ in 0..<count {
                    _ = ledger.record(IPAddress(source)!, reason, at: now) {
                        "INVITE sip:15551000000@example.com"
                    }
                }
            }
            try RefusalFile(directory: data).write(ledger, at: now)
        }
    }

    @Test func `Who was refused is told with why, near misses and what would let it in`()
        async throws
    {
        let own = try await Self.node(
            ["trunks": "carrier=\"198.51.100.7\"\n"], ("198.51.100.8", .untrustedSource, 3),
            ("203.0.113.9", .wrongCredentials, 1))
        let peers = try await own.node.refusedPeers()
        #expect(peers.map(\.source) == ["198.51.100.8", "203.0.113.9"])
        let near = peers[0]
        #expect(near.count == 3 && near.reason == "untrusted_source" && near.canBeAllowed)
        #expect(near.asked == ["INVITE sip:15551000000@example.com"])
        #expect(near.nearMisses.count == 1 && near.nearMisses[0].contains("slip of the pen"))
        #expect(near.remedy.contains("clearwater trunk allow 198.51.100.8 --trunk carrier"))
        #expect(!peers[1].canBeAllowed && peers[1].remedy.contains("set-password"))
        #expect(peers[1].nearMisses.isEmpty)
        try await own.end()
    }

    @Test func `The node knows the presets, its own files' mistakes and its own addresses`()
        async throws
    {
        let own = try await Self.node(
            [:], ("81.201.82.45", .untrustedSource, 1), ("198.51.100.7", .untrustedSource, 1),
            ("127.0.0.1", .untrustedSource, 1))
        try own.write("carrier=\"198.51.100.7\n", to: "trunks")
        let peers = try await own.node.refusedPeers()
        func near(_ source: String) -> String? {
            peers.first { $0.source == source }?.nearMisses.first
        }
        #expect(near("81.201.82.45")?.contains("of the preset voxbone") == true)
        #expect(near("198.51.100.7")?.contains("trunks:1, which has a mistake") == true)
        #expect(near("127.0.0.1")?.contains("an address of this machine") == true)
        try await own.end()
    }

    @Test func `A person allows one: it is in the file, in force and in the audit trail`()
        async throws
    {
        let own = try await Self.node(
            ["trunks": "carrier=\"198.51.100.7\" # kept\n"], ("198.51.100.8", .untrustedSource, 1))
        try await own.node.allow("198.51.100.8", onTrunk: "carrier", by: Self.author)
        #expect(own.text(of: "trunks") == "carrier=\"198.51.100.7, 198.51.100.8\" # kept\n")
        #expect(await own.node.trunks().first?.peers == ["198.51.100.7", "198.51.100.8"])
        let peer = try #require(try await own.node.refusedPeers().first)
        #expect(!peer.canBeAllowed && peer.nearMisses.first?.contains("trusted by now") == true)
        let entry = try #require(try await own.node.audit.audit(before: nil, limit: 5).first)
        #expect(entry.action == "allow peer" && entry.object == "198.51.100.8 on carrier")
        #expect(entry.author == Self.author)
        try await own.end()
    }

    static let refused: [(source: String, trunk: String, kind: ProvisioningError.Kind)] = [
        ("198.51.100", "carrier", .invalid), ("198.51.100.7", "new", .conflict),
        ("198.51.100.9", "trusted_peers", .forbidden), ("198.51.100.9", "Big", .invalid),
    ]

    @Test(arguments: refused)
    func `What cannot be allowed is refused, and the file stays`(
        source: String, trunk: String, kind: ProvisioningError.Kind
    ) async throws {
        let own = try await Self.node(["trunks": "carrier=\"198.51.100.7\"\n"])
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.allow(source, onTrunk: trunk, by: Self.author)
        }
        #expect(error?.kind == kind)
        #expect(own.text(of: "trunks") == "carrier=\"198.51.100.7\"\n")
        #expect(try await own.node.audit.audit(before: nil, limit: 1).isEmpty)
        try await own.end()
    }

    @Test func `While the files have a mistake nothing is allowed, and it is named`() async throws {
        let own = try await Self.node()
        try own.write("sip_port=none\n", to: "user_settings")
        let error = await #expect(throws: ProvisioningError.self) {
            try await own.node.allow("198.51.100.9", onTrunk: "new", by: Self.author)
        }
        #expect(error?.kind == .conflict && error?.what.contains("user_settings:1") == true)
        #expect(own.text(of: "trunks") == nil)
        try await own.end()
    }

    @Test func `A silenced source comes last until it is unsilenced, and both are in the trail`()
        async throws
    {
        let own = try await Self.node(
            [:], ("198.51.100.8", .untrustedSource, 3), ("203.0.113.9", .untrustedSource, 1))
        try await own.node.silence("198.51.100.8", true, by: Self.author)
        var peers = try await own.node.refusedPeers()
        #expect(peers.map(\.source) == ["203.0.113.9", "198.51.100.8"])
        #expect(peers.map(\.isSilenced) == [false, true])
        try await own.node.silence("198.51.100.8", false, by: Self.author)
        peers = try await own.node.refusedPeers()
        #expect(peers.map(\.isSilenced) == [false, false])
        let actions = try await own.node.audit.audit(before: nil, limit: 5).map(\.action)
        #expect(actions == ["unsilence peer", "silence peer"])
        try await own.end()
    }

    @Test func `A node saves at its end what it was told at its start`() async throws {
        let own = try await Self.node([:], ("198.51.100.8", .untrustedSource, 2))
        let path = RefusalFile(directory: own.root + "/data").path
        try await own.node.stop()
        let now = WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let saved = try RefusalFile(directory: own.root + "/data").read(at: now)
        #expect(saved.map(\.source) == [IPAddress("198.51.100.8")!])
        #expect(FileManager.default.fileExists(atPath: path))
        try FileManager.default.removeItem(atPath: own.root)
    }

    @Test func `A file of refusals that cannot be read is told, and the node starts`()
        async throws
    {
        let own = try await NodeUnderTest { data in
            try "{".write(toFile: data + "/refusals.json", atomically: true, encoding: .utf8)
        }
        #expect(try await own.node.refusedPeers().isEmpty)
        #expect(own.log.contains("cannot be read and are forgotten"))
        try await own.end()
    }
}
