import DecisionTrace
import Determinism
import Foundation
import NetworkAddresses
import RefusedPeers
import Testing

/// A directory of its own for one test.
final class TemporaryDirectory: Sendable {
    let path = "/tmp/clearwater-refused-\(UUID().uuidString.prefix(13))"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite struct KeepingTests {
    private static let noon = WallTime(milliseconds: 1_800_000_000_000)

    @Test func `Refusals outlive a restart as they were`() throws {
        let directory = try TemporaryDirectory()
        let file = RefusalFile(directory: directory.path)
        let ledger = RefusalLedger()
        for (text, reason) in [
            ("81.201.82.45", OutcomeReason.foreignDomain), ("81.201.82.45", .untrustedSource),
            ("2001:db8::1", .wrongCredentials),
        ] {
            _ = ledger.record(IPAddress(text)!, reason, at: Self.noon, asked: { "INVITE sip:1@a" })
        }
        let later = WallTime(milliseconds: Self.noon.milliseconds + 7_200_000)
        _ = ledger.record(IPAddress("2001:db8::1")!, .wrongCredentials, at: later, asked: { "" })
        try file.write(ledger, at: later)
        let restored = RefusalLedger(try file.read(at: later))
        #expect(restored.lastDay(at: later).map(\.count) == [2, 2])
        let account = try #require(
            restored.lastDay(at: later).map(\.account).first { $0.source.isV4 })
        #expect(account.reason == .untrustedSource && account.otherReasons == [.foreignDomain])
        #expect(account.firstSeen == Self.noon && account.asked == ["INVITE sip:1@a"])
        #expect(restored.lastHour(at: later).map(\.count) == [1])
    }

    @Test func `What is older than a day is not read back`() throws {
        let directory = try TemporaryDirectory()
        let file = RefusalFile(directory: directory.path)
        let ledger = RefusalLedger()
        _ = ledger.record(.loopbackV4, .untrustedSource, at: Self.noon, asked: { "" })
        try file.write(ledger, at: Self.noon)
        let tomorrow = WallTime(milliseconds: Self.noon.milliseconds + 25 * 3_600_000)
        #expect(try file.read(at: tomorrow).isEmpty)
    }

    @Test func `No file is no refusals, and a broken one says so`() throws {
        let directory = try TemporaryDirectory()
        let file = RefusalFile(directory: directory.path)
        #expect(try file.read(at: Self.noon).isEmpty)
        try "{".write(toFile: file.path, atomically: true, encoding: .utf8)
        #expect(throws: (any Error).self) { try file.read(at: Self.noon) }
    }

    @Test func `Only the node's user may read who was refused`() throws {
        let directory = try TemporaryDirectory()
        let file = RefusalFile(directory: directory.path)
        try file.write(RefusalLedger(), at: Self.noon)
        let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func `A silenced source stays so until it is unsilenced`() throws {
        let directory = try TemporaryDirectory()
        let silenced = SilencedPeers(directory: directory.path)
        let source = try #require(IPAddress("192.0.2.1"))
        #expect(try silenced.read().isEmpty)
        #expect(try silenced.silence(source, true) == .done)
        #expect(try silenced.silence(IPAddress("2001:db8::1")!, true) == .done)
        #expect(try silenced.silence(source, true) == .unchanged)
        #expect(try SilencedPeers(directory: directory.path).read().count == 2)
        #expect(try silenced.silence(source, false) == .done)
        #expect(try silenced.silence(source, false) == .unchanged)
        #expect(try silenced.read() == [IPAddress("2001:db8::1")!])
    }

    @Test func `A full list takes no more, and those on it can still be taken off`() throws {
        let directory = try TemporaryDirectory()
        let silenced = SilencedPeers(directory: directory.path)
        let lines = (1...SilencedPeers.most).map { "\(IPAddress(v4: UInt32($0)))\n" }
        try lines.joined().write(toFile: silenced.path, atomically: true, encoding: .utf8)
        #expect(try silenced.silence(IPAddress("192.0.2.1")!, true) == .full)
        #expect(try silenced.silence(IPAddress(v4: 7), false) == .done)
        #expect(try silenced.silence(IPAddress("192.0.2.1")!, true) == .done)
    }
}
