import DecisionTrace

/// Whole calls that failed, carried over from the segments that fell out of the ring.
///
/// Bounded by count and memory; the call that failed first goes first.
struct FailedCalls: Sendable {
    private var calls: [UInt64: [TraceSegment]] = [:]
    /// In order of arrival; from `oldest` on.
    private var order: [UInt64] = []
    private var oldest = 0
    private(set) var cost = 0
    var limit: Int
    var mostCalls: Int

    /// Of one call at most: a storm of retransmissions leaves room for others.
    /// - Units: octets.
    static let longestCall = 262_144

    init(limit: Int, mostCalls: Int) {
        self.limit = limit
        self.mostCalls = mostCalls
    }

    var count: Int { calls.count }
    var segments: [TraceSegment] { calls.values.flatMap(\.self) }

    /// Adds what a segment that is about to go holds of a call.
    mutating func add(_ part: TraceSegment, of call: UInt64) {
        if calls[call] == nil { order.append(call) }
        cost += part.cost
        calls[call, default: []].append(part)
        // Its beginning and its end say most.
        while let parts = calls[call], parts.count > 2,
            parts.reduce(0, { $0 + $1.cost }) > Self.longestCall
        {
            cost -= calls[call]!.remove(at: 1).cost
        }
        removeSurplus()
    }

    mutating func removeSurplus() {
        while cost > limit || calls.count > mostCalls, oldest < order.count {
            let parts = calls.removeValue(forKey: order[oldest]) ?? []
            cost -= parts.reduce(0) { $0 + $1.cost }
            oldest += 1
        }
        if oldest > order.count / 2 {
            order.removeFirst(oldest)
            oldest = 0
        }
    }
}
