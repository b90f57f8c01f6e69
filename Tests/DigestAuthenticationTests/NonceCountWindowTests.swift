import Determinism
import DigestAuthentication
import Testing

@Suite struct NonceCountWindowTests {
    let start = WallTime(milliseconds: 1_700_000_000_000)
    var window = NonceCountWindow(limit: 4, lifetime: .seconds(3600))

    func nonce(_ serial: UInt64) -> NonceID { NonceID(serial: serial, issued: start.seconds) }

    @Test("Each count is good once")
    mutating func risingAndReplayed() {
        for count in UInt32(1)...200 {
            #expect(window.admit(nonce(1), count: count, now: start) == .fresh)
            #expect(window.admit(nonce(1), count: count, now: start) == .replayed)
        }
        #expect(window.admit(nonce(1), count: 1, now: start) == .replayed)
        #expect(window.count == 1)
    }

    @Test("Counts may arrive out of order within 64 of the highest")
    mutating func outOfOrder() {
        #expect(window.admit(nonce(1), count: 100, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: 36, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: 37, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: 37, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: 99, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: 101, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: 99, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: 37, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: 38, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: .max, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: 102, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: .max, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: .max - 63, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: .max - 64, now: start) == .replayed)
    }

    @Test("Every sequence of counts is admitted exactly at first sight when none is 64 behind")
    mutating func agreesWithASet() {
        var entropy = EntropySource(seed: 5)
        var seen: Set<UInt32> = []
        var highest: UInt32 = 0
        for step in UInt32(0)..<5000 {
            let count = step + UInt32(entropy.next() % 60) + 1
            let expected = !seen.contains(count) && highest < count + 64
            #expect((window.admit(nonce(1), count: count, now: start) == .fresh) == expected)
            seen.insert(count)
            highest = max(highest, count)
        }
    }

    @Test("Without a count a nonce is good once, and not after or before a use with one")
    mutating func withoutCount() {
        #expect(window.admit(nonce(1), count: nil, now: start) == .fresh)
        #expect(window.admit(nonce(1), count: nil, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: 1, now: start) == .replayed)
        #expect(window.admit(nonce(1), count: .max, now: start) == .replayed)
        #expect(window.admit(nonce(2), count: 1, now: start) == .fresh)
        #expect(window.admit(nonce(2), count: nil, now: start) == .replayed)
    }

    @Test("A full table forgets the first used nonce for good, and never admits a count twice")
    mutating func full() {
        for serial in UInt64(1)...4 {
            #expect(window.admit(nonce(serial), count: 1, now: start) == .fresh)
        }
        #expect(window.admit(nonce(5), count: 1, now: start) == .fresh)
        #expect(window.count == 4)
        #expect(window.admit(nonce(1), count: 1, now: start) == .forgotten)
        #expect(window.admit(nonce(1), count: 2, now: start) == .forgotten)
        #expect(window.admit(nonce(2), count: 1, now: start) == .replayed)
        #expect(window.admit(nonce(2), count: 2, now: start) == .fresh)
    }

    @Test("No pair of nonce and count is fresh twice, in whatever order nonces come")
    mutating func neverTwice() {
        var entropy = EntropySource(seed: 6)
        var fresh: Set<[UInt64]> = []
        for step in UInt64(0)..<20_000 {
            let serial = step / 100 + entropy.next() % 12
            let count = UInt32(entropy.next() % 5)
            let now = WallTime(
                milliseconds: start.milliseconds + Int64(entropy.next() % 8_000_000) - 1000)
            if window.admit(nonce(serial), count: count, now: now) == .fresh {
                #expect(fresh.insert([serial, UInt64(count)]).inserted)
            }
            #expect(window.count <= 4)
        }
        #expect(fresh.count > 100)
    }

    @Test("Expired nonces make room and stay out of use though the clock is set back")
    mutating func expiry() {
        #expect(window.admit(nonce(7), count: 1, now: start) == .fresh)
        let later = WallTime(milliseconds: start.milliseconds + 3_601_000)
        let young = NonceID(serial: 8, issued: later.seconds)
        #expect(window.admit(young, count: 1, now: later) == .fresh)
        #expect(window.count == 1)
        #expect(window.admit(nonce(7), count: 1, now: start) == .forgotten)
    }
}
