import Accounts
import Determinism
import Testing

struct AttemptLimiterTests {
    private let start = Instant(nanoseconds: 0)

    private func demand(_ source: String, _ limit: AttemptLimit) -> AttemptLimiter.Demand {
        AttemptLimiter.Demand(
            key: AttemptLimiter.Key(purpose: .logIn, source: source, account: ""), limit: limit)
    }

    @Test func `what one limit refuses counts under none`() {
        let limiter = AttemptLimiter()
        let tight = demand("a", AttemptLimit(1, every: .seconds(60)))
        let wide = demand("b", AttemptLimit(2, every: .seconds(60)))
        #expect(limiter.admit([tight, wide], now: start) == nil)
        for _ in 0..<5 { #expect(limiter.admit([tight, wide], now: start) == .seconds(60)) }
        #expect(limiter.admit([wide], now: start) == nil)
        #expect(limiter.admit([wide], now: start) == .seconds(60))
    }

    @Test func `the table is bounded, and what is nearly forgotten goes first`() {
        let limiter = AttemptLimiter(capacity: 10)
        let limit = AttemptLimit(1, every: .seconds(60))
        let long = demand("long", AttemptLimit(1, every: .seconds(3600)))
        #expect(limiter.admit([long], now: start) == nil)
        for number in 0..<100 {
            #expect(limiter.admit([demand("\(number)", limit)], now: start) == nil)
        }
        #expect(limiter.isSpent(long, now: start))
        #expect(limiter.isSpent(demand("99", limit), now: start))
        let kept = (0..<100).count { limiter.isSpent(demand("\($0)", limit), now: start) }
        #expect(kept == 9)
    }

    @Test func `a source is an IPv4 address or an IPv6 network`() {
        #expect(AttemptLimiter.source("192.0.2.1") == "192.0.2.1")
        #expect(AttemptLimiter.source("2001:db8:1:2:3::4") == "2001:db8:1:2::")
        #expect(AttemptLimiter.source("") == "")
    }
}
