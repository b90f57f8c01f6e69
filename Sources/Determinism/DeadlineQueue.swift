/// Deadlines in order of time, made for timers that come in few lengths.
///
/// SIP's timers are a handful of fixed intervals (RFC 3261 table 4), and those of one length fall
/// due in the order they were set. So each length is a first-in first-out lane: setting and taking
/// are O(1), whatever the number of pending timers. Nothing is ever cancelled here: the owner
/// recognises a stale token and ignores it.
package struct DeadlineQueue<Token: Sendable>: Sendable {
    @usableFromInline
    struct Entry: Sendable {
        var deadline: Instant
        var token: Token
    }

    @usableFromInline
    struct Lane: Sendable {
        var length: Interval
        var entries: ContiguousArray<Entry> = []
        var head = 0

        var first: Instant? { head < entries.count ? entries[head].deadline : nil }

        mutating func popFirst() -> Entry {
            let entry = entries[head]
            head += 1
            if head == entries.count {
                entries.removeAll(keepingCapacity: entries.capacity <= 4096)
                head = 0
            } else if head >= 1024, head * 2 > entries.count {
                entries.removeFirst(head)
                head = 0
            }
            return entry
        }

        @usableFromInline
        init(length: Interval) { self.length = length }
    }

    var lanes: ContiguousArray<Lane> = []
    var pending = 0

    package init() {}

    package var count: Int { pending }

    /// Sets a timer that falls due `interval` after `now`.
    ///
    /// - Units: `now` must not run backwards between calls.
    /// - Cost: O(lengths in use), which is about ten.
    package mutating func schedule(_ token: Token, after interval: Interval, now: Instant) {
        let entry = Entry(deadline: now + interval, token: token)
        pending += 1
        for index in lanes.indices where lanes[index].length == interval {
            lanes[index].entries.append(entry)
            return
        }
        var lane = Lane(length: interval)
        lane.entries.append(entry)
        lanes.append(lane)
    }

    /// When the earliest timer falls due.
    package var nextDeadline: Instant? {
        var best: Instant?
        for index in lanes.indices {
            guard let first = lanes[index].first else { continue }
            if best == nil || first < best! { best = first }
        }
        return best
    }

    /// Takes the earliest timer that is due; nil when none is.
    package mutating func popDue(now: Instant) -> Token? {
        var best: Int?
        for index in lanes.indices {
            guard let first = lanes[index].first, first <= now else { continue }
            if let chosen = best, lanes[chosen].first! <= first { continue }
            best = index
        }
        guard let best else { return nil }
        pending -= 1
        let entry = lanes[best].popFirst()
        if lanes.count > 64, lanes[best].first == nil { lanes.remove(at: best) }
        return entry.token
    }
}
