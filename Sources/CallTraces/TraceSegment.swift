package import DecisionTrace
package import Determinism

/// A stretch of what the engine did, as the recorder holds it.
package struct TraceSegment: Sendable {
    package var log: TraceLog
    /// What has to be added to an instant to get the calendar's time.
    /// - Units: microseconds.
    package var offset: Int64
    /// Its place among all segments: records of one instant are in the order of this.
    package var number: Int
    /// The recorder's version when something was added last.
    package var version: UInt64

    /// - Units: microseconds since 1970.
    package func wall(_ instant: Instant) -> Int64 { instant.nanoseconds / 1000 + offset }

    /// What it costs to hold it.
    /// - Units: octets.
    var cost: Int { log.capacity + Self.overhead }
    private static let overhead = 96
}

/// Segments in order of age, within a bound of memory: the oldest goes first.
struct TraceRing: Sendable {
    private(set) var segments: [TraceSegment] = []
    private(set) var cost = 0
    var limit: Int

    /// Smaller ones are joined, so that a follower who has the log taken twice a second does not
    /// fill the memory with crumbs.
    /// - Units: octets.
    static let joined = 65_536
    /// Segments at most, whatever their size.
    static let most = 8192

    init(limit: Int) { self.limit = limit }

    /// Adds a log behind all others.
    ///
    /// - Returns: the segment's number, and the log's memory where it is free again.
    mutating func append(
        _ log: consuming TraceLog, offset: Int64, number: Int, version: UInt64
    ) -> (number: Int, spare: TraceLog?) {
        if let last = segments.last, last.offset == offset,
            last.log.size + log.size <= Self.joined
        {
            cost -= last.cost
            segments[segments.count - 1].log.append(0..<log.size, of: log)
            segments[segments.count - 1].version = version
            cost += segments[segments.count - 1].cost
            return (last.number, log)
        }
        closeLast()
        // Memory that is set aside and not used would count like a trace that is there.
        if log.capacity > 2 * log.size {
            var held = TraceLog(capacity: log.size)
            held.append(0..<log.size, of: log)
            insert(held, offset: offset, number: number, version: version)
            return (number, log)
        }
        insert(log, offset: offset, number: number, version: version)
        return (number, nil)
    }

    /// Lets go the memory that joining has set aside.
    private mutating func closeLast() {
        guard let last = segments.last, last.log.capacity > last.log.size * 5 / 4 else { return }
        var log = TraceLog(capacity: last.log.size)
        log.append(0..<last.log.size, of: last.log)
        cost -= last.cost
        segments[segments.count - 1].log = log
        cost += segments[segments.count - 1].cost
    }

    private mutating func insert(
        _ log: consuming TraceLog, offset: Int64, number: Int, version: UInt64
    ) {
        let segment = TraceSegment(log: log, offset: offset, number: number, version: version)
        cost += segment.cost
        segments.append(segment)
    }

    /// - Returns: the oldest segment where the bounds are exceeded, which then is here no more.
    mutating func removeSurplus() -> TraceSegment? {
        guard cost > limit || segments.count > Self.most, !segments.isEmpty else { return nil }
        let oldest = segments.removeFirst()
        cost -= oldest.cost
        return oldest
    }
}
