package import DecisionTrace
package import Determinism
package import NetworkAddresses

/// What one source was refused within the last day.
package struct RefusalAccount: Sendable {
    package let source: IPAddress
    package internal(set) var firstSeen: WallTime
    package internal(set) var lastSeen: WallTime
    /// Of the last refusal.
    package internal(set) var reason: OutcomeReason
    /// Of earlier ones, each once.
    package internal(set) var otherReasons: [OutcomeReason] = []
    /// What was asked for, oldest first: `INVITE sip:15551000000@example.com`.
    package internal(set) var asked: [String] = []

    /// The refusals of ten minutes. Sources of a flood have one such span, which needs no memory
    /// of its own.
    private var tally: Tally
    private var earlier: [Tally] = []

    /// When it had its last line in the log, and how many refusals had none since.
    private(set) var lastLine = WallTime(milliseconds: 0)
    var silent: UInt32 = 0

    struct Tally: Sendable, Hashable {
        /// Ten minutes each, counted since 1970.
        var span: Int64
        var count: UInt32
    }

    static let mostAsked = 10
    /// - Units: milliseconds.
    static let day: Int64 = 86_400_000
    private static let spanLength: Int64 = 600_000

    init(source: IPAddress, reason: OutcomeReason, firstSeen: WallTime) {
        self.source = source
        self.reason = reason
        self.firstSeen = firstSeen
        lastSeen = firstSeen
        tally = Tally(span: firstSeen.milliseconds / Self.spanLength, count: 0)
    }

    // MARK: - Events

    mutating func count(_ reason: OutcomeReason, at now: WallTime) {
        if reason != self.reason {
            otherReasons.removeAll { $0 == reason }
            otherReasons.append(self.reason)
            self.reason = reason
        }
        lastSeen = max(lastSeen, now)
        let span = now.milliseconds / Self.spanLength
        if span > tally.span {
            earlier.removeAll { $0.span <= span - Self.day / Self.spanLength }
            earlier.append(tally)
            tally = Tally(span: span, count: 0)
        }
        tally.count &+= 1
    }

    /// - Returns: by how many octets the texts have grown.
    mutating func remember(_ text: String) -> Int {
        var growth = text.utf8.count
        if asked.count == Self.mostAsked { growth -= asked.removeFirst().utf8.count }
        asked.append(text)
        return growth
    }

    /// - Returns: how many refusals had no line since the one before.
    mutating func tookLine(at now: WallTime) -> UInt32 {
        defer { (lastLine, silent) = (now, 0) }
        return silent
    }

    // MARK: - Questions

    /// Refusals since that long ago, in spans of ten minutes.
    ///
    /// - Parameter length: milliseconds, at most a day.
    func count(ofLast length: Int64, at now: WallTime) -> Int {
        let first = (now.milliseconds - length) / Self.spanLength
        let counted = (earlier + [tally]).filter { $0.span > first }
        return counted.reduce(0) { $0 + Int($1.count) }
    }

    package func countOfLastHour(at now: WallTime) -> Int { count(ofLast: 3_600_000, at: now) }
    package func countOfLastDay(at now: WallTime) -> Int { count(ofLast: Self.day, at: now) }

    /// Octets of the texts.
    var textSize: Int { asked.reduce(0) { $0 + $1.utf8.count } }

    var isFrequent: Bool { tally.count > 1 || !earlier.isEmpty }

    // MARK: - Keeping

    var tallies: [Tally] { earlier + [tally] }

    /// - Parameter tallies: at least one, in order.
    init(
        source: IPAddress, reason: OutcomeReason, otherReasons: [OutcomeReason],
        firstSeen: WallTime, lastSeen: WallTime, asked: [String], tallies: [Tally]
    ) {
        self.source = source
        self.reason = reason
        self.otherReasons = otherReasons
        self.firstSeen = firstSeen
        self.lastSeen = lastSeen
        self.asked = asked
        tally = tallies.last!
        earlier = tallies.dropLast()
    }
}
