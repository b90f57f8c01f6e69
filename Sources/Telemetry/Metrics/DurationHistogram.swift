package import Determinism

/// How long something took, in fixed buckets.
package struct DurationHistogram: Sendable {
    /// The upper bounds of the buckets; what took longer than the last is counted beyond them.
    package let bounds: ContiguousArray<Interval>
    /// One more than there are bounds. Not summed up.
    package private(set) var counts: ContiguousArray<UInt64>
    package private(set) var sum = Interval(nanoseconds: 0)

    package init(bounds: ContiguousArray<Interval>) {
        self.bounds = bounds
        counts = ContiguousArray(repeating: 0, count: bounds.count + 1)
    }

    /// - Cost: at most one comparison a bucket; no allocation.
    package mutating func count(_ duration: Interval) {
        var place = 0
        while place < bounds.count, bounds[place] < duration { place += 1 }
        counts[place] &+= 1
        sum.nanoseconds &+= max(duration.nanoseconds, 0)
    }

    package var total: UInt64 { counts.reduce(0, &+) }
}

extension DurationHistogram {
    /// For answers: from what this node does alone to a phone that rings out.
    package static let answers: ContiguousArray<Interval> = intervals(
        microseconds: [
            500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
            2_500_000, 5_000_000, 10_000_000, 30_000_000, 60_000_000, 180_000_000,
        ])

    /// For the store, whose disk may be a slow one.
    package static let store: ContiguousArray<Interval> = intervals(
        microseconds: [
            50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
            1_000_000, 5_000_000,
        ])

    private static func intervals(microseconds: [Int64]) -> ContiguousArray<Interval> {
        ContiguousArray(microseconds.map { Interval(nanoseconds: $0 * 1000) })
    }
}

extension Interval {
    var seconds: Double { Double(nanoseconds) / 1e9 }
}
