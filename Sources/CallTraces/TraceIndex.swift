import DecisionTrace
import Determinism

/// Where the records of each call are, in order; nothing is decoded for it.
///
/// - Cost: one pass over everything that is held: some milliseconds for 16 MB.
struct TraceIndex {
    struct Entry {
        /// In the segments that the index was made of.
        var segment: Int
        var mark: TraceMark
    }

    /// The records of one call, message or registration.
    struct Group {
        /// What the trace knows it by.
        var id: UInt64
        /// The key that its records bear.
        var call: UInt64
        var entries: [Entry]

        var began: Instant { entries[0].mark.at }
        var ended: Instant { entries[entries.count - 1].mark.at }
    }

    /// Who stays silent for longer has begun something new (timers B, F and H of RFC 3261).
    private static let longestPause = Interval.seconds(32)
    /// After a final answer: a retransmission comes within T2, 4 s.
    private static let pauseAfterAnswer = Interval.seconds(5)

    let segments: [TraceSegment]
    private var entries: [UInt64: [Entry]] = [:]

    init(_ segments: [TraceSegment]) {
        self.segments = segments.sorted { $0.number < $1.number }
        for (place, segment) in self.segments.enumerated() {
            segment.log.forEachMark { mark in
                entries[mark.call, default: []].append(Entry(segment: place, mark: mark))
            }
        }
        for (call, records) in entries where !Self.isInOrder(records) {
            // Swift's sort is stable: records of one instant stay in the order of their segments.
            entries[call] = records.sorted { $0.mark.at < $1.mark.at }
        }
    }

    /// Every group, the newest last record first.
    var groups: [Group] {
        entries.flatMap { Self.split($0.key, $0.value) }.sorted {
            ($1.ended, $1.id) < ($0.ended, $0.id)
        }
    }

    /// The groups that something was added to since.
    ///
    /// - Parameter version: of the recorder, as it was.
    func groups(newerThan version: UInt64) -> [Group] {
        var calls = Set<UInt64>()
        for segment in segments where segment.version > version {
            segment.log.forEachMark { calls.insert($0.call) }
        }
        return calls.flatMap { Self.split($0, entries[$0] ?? []) }
            .filter { group in
                group.entries.contains { segments[$0.segment].version > version }
            }
            .sorted { ($1.ended, $1.id) < ($0.ended, $0.id) }
    }

    func record(_ entry: Entry) -> TraceRecord {
        segments[entry.segment].log.record(at: entry.mark.place)
    }

    func wall(_ entry: Entry) -> Int64 { segments[entry.segment].wall(entry.mark.at) }

    private static func isInOrder(_ records: [Entry]) -> Bool {
        zip(records, records.dropFirst()).allSatisfy { !($1.mark.at < $0.mark.at) }
    }

    // MARK: - What belongs together

    /// A call with an INVITE is one group, however long. The rest is parted: a phone's REGISTERs
    /// and a trunk's OPTIONS may share a Call-ID for days. Without a call every message is alone.
    private static func split(_ call: UInt64, _ records: [Entry]) -> [Group] {
        guard !records.isEmpty else { return [] }
        if call != 0, records.contains(where: \.mark.isInvite) {
            return [Group(id: call, call: call, entries: records)]
        }
        var groups: [[Entry]] = []
        var isAnswered = false
        for entry in records {
            let isNew = groups.last.map { begins(entry, after: $0, isAnswered, call) } ?? true
            if isNew {
                groups.append([])
                isAnswered = false
            }
            groups[groups.count - 1].append(entry)
            // A challenge is answered by the same request with credentials.
            if entry.mark.step == .answered, let status = entry.mark.number {
                isAnswered = status != 401 && status != 407
            }
        }
        return groups.map { Group(id: id(call, $0[0].mark.at), call: call, entries: $0) }
    }

    private static func begins(
        _ entry: Entry, after group: [Entry], _ isAnswered: Bool, _ call: UInt64
    ) -> Bool {
        guard let last = group.last else { return true }
        if call == 0 { return entry.mark.kind == .received }
        let pause = entry.mark.at - last.mark.at
        if longestPause < pause { return true }
        return isAnswered && entry.mark.isRequest && pauseAfterAnswer < pause
    }

    /// The same as long as the group's first record is held.
    private static func id(_ call: UInt64, _ began: Instant) -> UInt64 {
        // The multiplier spreads neighbouring moments over all digits (Fibonacci hashing).
        call ^ (UInt64(bitPattern: began.nanoseconds) &* 0x9E37_79B9_7F4A_7C15)
    }
}
