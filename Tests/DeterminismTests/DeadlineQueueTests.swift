import Determinism
import Testing

/// Timers in order, against the simplest model there is.
struct DeadlineQueueTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `Timers go off in the order of a sorted list, whatever was set when`(seed: UInt64) {
        var entropy = EntropySource(seed: seed)
        var queue = DeadlineQueue<Int>()
        var model: [(deadline: Instant, token: Int)] = []
        var now = Instant(nanoseconds: 0)
        let lengths = (0..<8).map { _ in Interval(nanoseconds: Int64(entropy.next() % 1000)) }
        for token in 0..<2000 {
            let length = lengths[Int(entropy.next() % 8)]
            queue.schedule(token, after: length, now: now)
            model.append((now + length, token))
            guard entropy.next() % 3 == 0 else { continue }
            now = now + Interval(nanoseconds: Int64(entropy.next() % 400))
            var due: [Int] = []
            while let token = queue.popDue(now: now) { due.append(token) }
            let expected = model.filter { $0.deadline <= now }
            // Timers of one moment may go off in any order, but none before an earlier one.
            let deadlines = Dictionary(
                uniqueKeysWithValues: expected.map { ($0.token, $0.deadline) })
            #expect(Set(due) == Set(deadlines.keys) && due.count == deadlines.count)
            #expect(due.compactMap { deadlines[$0] } == expected.map(\.deadline).sorted())
            model.removeAll { $0.deadline <= now }
            #expect(queue.count == model.count)
            #expect(queue.nextDeadline == model.map(\.deadline).min())
        }
    }

    @Test func `Timers of one length keep their order through ten thousand of them`() {
        var queue = DeadlineQueue<Int>()
        for token in 0..<10_000 {
            queue.schedule(
                token, after: .milliseconds(500), now: Instant(nanoseconds: Int64(token)))
        }
        var order: [Int] = []
        while let token = queue.popDue(now: Instant(nanoseconds: .max)) { order.append(token) }
        #expect(order == Array(0..<10_000))
        #expect(queue.nextDeadline == nil)
    }

    @Test func `More lengths than there usually are do no harm`() {
        var queue = DeadlineQueue<Int>()
        for token in 0..<500 {
            queue.schedule(
                token, after: Interval(nanoseconds: Int64(token * 7 % 500)),
                now: Instant(nanoseconds: 0))
        }
        var previous = -1
        while let token = queue.popDue(now: Instant(nanoseconds: 1000)) {
            #expect(token * 7 % 500 >= previous)
            previous = token * 7 % 500
        }
        #expect(queue.count == 0)
    }

    @Test func `A timer is due at its very moment and not before`() {
        var queue = DeadlineQueue<Int>()
        queue.schedule(1, after: Interval(nanoseconds: 10), now: Instant(nanoseconds: 5))
        #expect(queue.nextDeadline == Instant(nanoseconds: 15))
        #expect(queue.popDue(now: Instant(nanoseconds: 14)) == nil)
        #expect(queue.popDue(now: Instant(nanoseconds: 15)) == 1)
    }
}
