import DecisionTrace
import Determinism

/// What the recorder holds, and what goes first when it is full.
///
/// Three shares: what trunks and phones did lately; their calls that failed, for longer; and what
/// strangers sent, who can fill no share but their own.
struct TraceMemory: Sendable {
    private(set) var recent: TraceRing
    private(set) var failed: FailedCalls
    private(set) var strangers: TraceRing
    private(set) var version: UInt64 = 0
    private var offset: Int64?
    private var nextNumber = 0
    /// Of the calls in `recent`.
    private var standings: [UInt64: Standing] = [:]

    private struct Standing {
        /// A trunk's or a phone's.
        var isKnown = false
        var hasFailed = false
        /// The segment with its last record.
        var segment = 0
    }

    /// What one log says of a call.
    fileprivate struct Reading {
        var isKnown = false
        var isStranger = false
        var hasFailed = false
    }

    init(limit: Int, mostFailedCalls: Int) {
        recent = TraceRing(limit: 0)
        failed = FailedCalls(limit: 0, mostCalls: mostFailedCalls)
        strangers = TraceRing(limit: 0)
        share(limit)
    }

    var segments: [TraceSegment] { failed.segments + strangers.segments + recent.segments }
    /// - Units: octets.
    var cost: Int { recent.cost + failed.cost + strangers.cost }

    /// - Units: octets for everything.
    mutating func resize(to limit: Int) {
        share(limit)
        trim()
        failed.removeSurplus()
    }

    private mutating func share(_ limit: Int) {
        failed.limit = limit / 8 * 3
        strangers.limit = limit / 8
        recent.limit = limit - failed.limit - strangers.limit
    }

    /// Takes a log over.
    ///
    /// - Returns: memory to go on with.
    mutating func keep(_ log: consuming TraceLog, at clock: Now) -> TraceLog {
        guard !log.isEmpty else { return log }
        version += 1
        nextNumber += 1
        let offset = steadied(clock)
        let readings = read(log)
        let foreign = Set(
            readings.filter { call, reading in isForeign(call, reading) }.map(\.key))
        let spare: TraceLog?
        if foreign.isEmpty {
            spare = keepRecent(log, offset, readings)
        } else if foreign.count == readings.count {
            spare =
                strangers.append(log, offset: offset, number: nextNumber, version: version).spare
        } else {
            let parts = Self.part(log, foreign)
            _ = keepRecent(parts.known, offset, readings.filter { !foreign.contains($0.key) })
            _ = strangers.append(
                parts.foreign, offset: offset, number: nextNumber, version: version)
            spare = log
        }
        return trim() ?? spare ?? TraceLog(capacity: TraceRing.joined)
    }

    /// Has calls be kept as those that failed are, whatever they were answered.
    mutating func mark(_ calls: Set<UInt64>) {
        for call in calls { standings[call]?.hasFailed = true }
    }

    // MARK: - What is in a log

    private func read(_ log: borrowing TraceLog) -> [UInt64: Reading] {
        var readings: [UInt64: Reading] = [:]
        // The records of a turn are of one call: the table is looked into once for all of them.
        var call: UInt64 = 0
        var reading: Reading?
        log.forEachMark { mark in
            if reading == nil || mark.call != call {
                if let reading { readings[call] = reading }
                call = mark.call
                reading = readings[call] ?? Reading()
            }
            reading!.take(mark)
        }
        if let reading { readings[call] = reading }
        return readings
    }

    private func isForeign(_ call: UInt64, _ reading: Reading) -> Bool {
        if call == 0 { return true }
        return reading.isStranger && !reading.isKnown && standings[call]?.isKnown != true
    }

    private static func part(
        _ log: borrowing TraceLog, _ calls: Set<UInt64>
    ) -> (known: TraceLog, foreign: TraceLog) {
        var known = TraceLog(capacity: log.size)
        var foreign = TraceLog()
        log.forEachMark { mark in
            if calls.contains(mark.call) {
                foreign.append(mark.place, of: log)
            } else {
                known.append(mark.place, of: log)
            }
        }
        return (known, foreign)
    }

    private mutating func keepRecent(
        _ log: consuming TraceLog, _ offset: Int64, _ readings: [UInt64: Reading]
    ) -> TraceLog? {
        let (number, spare) = recent.append(
            log, offset: offset, number: nextNumber, version: version)
        for (call, reading) in readings {
            var standing = standings[call] ?? Standing()
            standing.isKnown = standing.isKnown || reading.isKnown
            standing.hasFailed = standing.hasFailed || reading.hasFailed
            standing.segment = number
            standings[call] = standing
        }
        return spare
    }

    // MARK: - What has to go

    /// - Returns: memory that is free again.
    @discardableResult
    private mutating func trim() -> TraceLog? {
        var spare: TraceLog?
        while let old = recent.removeSurplus() {
            carryOver(old)
            spare = old.log
        }
        while let old = strangers.removeSurplus() { spare = old.log }
        spare?.removeAll()
        return spare
    }

    private mutating func carryOver(_ segment: TraceSegment) {
        var sizes: [UInt64: Int] = [:]
        var order: [UInt64] = []
        var call: UInt64?
        var isWanted = false
        segment.log.forEachMark { mark in
            if mark.call != call {
                call = mark.call
                let standing = standings[mark.call]
                isWanted = standing?.hasFailed == true
                if isWanted, sizes[mark.call] == nil { order.append(mark.call) }
                if !isWanted, standing?.segment == segment.number { standings[mark.call] = nil }
            }
            if isWanted { sizes[mark.call, default: 0] += mark.place.count }
        }
        guard !order.isEmpty else { return }
        var parts = sizes.mapValues { TraceLog(capacity: $0) }
        segment.log.forEachMark { mark in
            parts[mark.call]?.append(mark.place, of: segment.log)
        }
        for call in order {
            if standings[call]?.segment == segment.number { standings[call] = nil }
            var part = segment
            part.log = parts[call]!
            failed.add(part, of: call)
        }
    }

    // MARK: - The calendar

    /// The difference of the clocks, without the jitter of reading them: within a call time runs
    /// on evenly. A clock that was set anew is followed.
    private mutating func steadied(_ clock: Now) -> Int64 {
        let read = clock.wall.milliseconds * 1000 - clock.instant.nanoseconds / 1000
        if let offset, abs(offset - read) < 100_000 { return offset }
        offset = read
        return read
    }
}

extension TraceMemory.Reading {
    fileprivate mutating func take(_ mark: TraceMark) {
        guard let step = mark.step else { return }
        switch step {
        case .trunkMatched, .callerRegistered, .credentialsVerified, .dialogRouted, .branchSent:
            isKnown = true
        case .noTrunkMatched: isStranger = true
        case .answered:
            guard let status = mark.number, status >= 300, status != 401, status != 407 else {
                return
            }
            hasFailed = true
        default: break
        }
    }
}
