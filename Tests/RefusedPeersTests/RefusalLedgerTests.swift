import DecisionTrace
import Determinism
import NetworkAddresses
import RefusedPeers
import Testing

@Suite struct RefusalLedgerTests {
    private static let noon = WallTime(milliseconds: 1_800_000_000_000)
    private static let provider = IPAddress("81.201.82.45")!

    private static func after(minutes: Int64) -> WallTime {
        WallTime(milliseconds: noon.milliseconds + minutes * 60_000)
    }

    private static func stranger(_ number: Int) -> IPAddress {
        IPAddress(v4: 0x0A00_0000 + UInt32(number))
    }

    @Test func `A source is counted for a day, with the first and the last time`() throws {
        let ledger = RefusalLedger()
        for minute in stride(from: Int64(0), to: 180, by: 1) {
            _ = ledger.record(
                Self.provider, .untrustedSource, at: Self.after(minutes: minute), asked: { "" })
        }
        let now = Self.after(minutes: 179)
        let (account, count) = try #require(ledger.lastDay(at: now).first)
        #expect(count == 180)
        #expect(account.firstSeen == Self.noon && account.lastSeen == now)
        #expect((50...60).contains(account.countOfLastHour(at: now)))
        #expect(ledger.lastHour(at: Self.after(minutes: 300)).isEmpty)
        #expect(ledger.lastDay(at: Self.after(minutes: 24 * 60 + 60)).first?.count ?? 0 <= 130)
        #expect(ledger.lastDay(at: Self.after(minutes: 28 * 60)).isEmpty)
    }

    @Test func `The last ten requests are remembered, each on one short line`() throws {
        let ledger = RefusalLedger()
        for second in 0..<12 {
            let now = WallTime(milliseconds: Self.noon.milliseconds + Int64(second) * 1000)
            _ = ledger.record(Self.provider, .untrustedSource, at: now) {
                "INVITE sip:\(second)@example.com\u{1B}[2J" + String(repeating: "x", count: 500)
            }
        }
        let asked = try #require(ledger.lastDay(at: Self.noon).first).account.asked
        #expect(asked.count == 10)
        #expect(asked.first?.hasPrefix("INVITE sip:2@example.com.[2Jxxx") == true)
        #expect(asked.last?.hasPrefix("INVITE sip:11@") == true)
        #expect(asked.allSatisfy { $0.utf8.count <= 210 && !$0.contains("\u{1B}") })
    }

    @Test func `A source has one line a second, which says how many had none`() {
        let ledger = RefusalLedger()
        let record = { (milliseconds: Int64) in
            ledger.record(
                Self.provider, .untrustedSource,
                at: WallTime(milliseconds: Self.noon.milliseconds + milliseconds), asked: { "" })
        }
        #expect(record(0) == 0)
        #expect(record(1) == nil)
        #expect(record(999) == nil)
        #expect(record(1000) == 2)
    }

    @Test func `In a flood of sources only some have a line, and no text is made for the rest`() {
        let ledger = RefusalLedger()
        var texts = 0
        let lines = (0..<1000).count { number in
            ledger.record(Self.stranger(number), .untrustedSource, at: Self.noon) {
                texts += 1
                return ""
            } != nil
        }
        #expect(lines == 50 && texts == 50)
    }

    @Test func `A flood of strangers takes no place from a neighbour of a trunk, nor its line`()
        throws
    {
        let ledger = RefusalLedger()
        ledger.prefer([IPPrefix(neighbourhoodOf: Self.provider)])
        _ = ledger.record(Self.provider, .untrustedSource, at: Self.noon, asked: { "first" })
        for number in 0..<30_000 {
            let now = WallTime(milliseconds: Self.noon.milliseconds + 1 + Int64(number) / 10)
            _ = ledger.record(Self.stranger(number), .untrustedSource, at: now, asked: { "x" })
        }
        let neighbour = IPAddress("81.201.82.99")!
        let later = WallTime(milliseconds: Self.noon.milliseconds + 3001)
        #expect(ledger.record(neighbour, .untrustedSource, at: later, asked: { "second" }) == 0)
        let kept = ledger.lastDay(at: later).map(\.account)
        #expect(kept.count <= 10_000)
        #expect(kept.contains { $0.source == Self.provider && $0.asked == ["first"] })
        #expect(kept.contains { $0.source == neighbour && $0.asked == ["second"] })
        #expect(ledger.forgotten > 15_000)
    }

    @Test func `Who came twice stays longer than who came once`() {
        var limits = RefusalLedger.Limits()
        limits.sources = 100
        let ledger = RefusalLedger(limits: limits)
        for _ in 0..<2 {
            _ = ledger.record(Self.provider, .untrustedSource, at: Self.noon, asked: { "" })
        }
        for number in 0..<1000 {
            let now = WallTime(milliseconds: Self.noon.milliseconds + 1 + Int64(number))
            _ = ledger.record(Self.stranger(number), .untrustedSource, at: now, asked: { "" })
        }
        let kept = ledger.lastDay(at: Self.noon)
        #expect(kept.first?.account.source == Self.provider && kept.first?.count == 2)
        #expect(kept.count <= 100)
    }

    @Test func `The texts of all sources together are bounded`() {
        var limits = RefusalLedger.Limits()
        limits.text = 10_000
        limits.lines = 1_000_000
        let ledger = RefusalLedger(limits: limits)
        for number in 0..<1000 {
            _ = ledger.record(Self.stranger(number), .untrustedSource, at: Self.noon) {
                String(repeating: "x", count: 100)
            }
        }
        let size = ledger.lastDay(at: Self.noon).reduce(0) { sum, entry in
            sum + entry.account.asked.reduce(0) { $0 + $1.utf8.count }
        }
        #expect(size <= 10_100 && size > 0)
    }

    @Test func `The last reason comes first, and the others are not lost`() throws {
        let ledger = RefusalLedger()
        for reason in [OutcomeReason.foreignDomain, .untrustedSource, .foreignDomain] {
            _ = ledger.record(Self.provider, reason, at: Self.noon, asked: { "" })
        }
        let account = try #require(ledger.lastDay(at: Self.noon).first).account
        #expect(account.reason == .foreignDomain && account.otherReasons == [.untrustedSource])
    }
}
