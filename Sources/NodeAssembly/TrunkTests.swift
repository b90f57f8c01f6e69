import IMSEngine
import IMSFunctions
import NetworkAddresses
import Subscribers
import Troubleshooting

/// The tests that play a trunk now, and the last ones' results.
struct TrunkTests {
    /// What the engine knows of a test while it plays.
    struct Staged {
        let source: SocketEndpoint
        /// Nil for a stranger, and for another subscriber.
        let trunk: TrunkTable.Entry?
        let party: StagedParty
        /// Whose own phones it rings; nil where a built-in one answers.
        let rings: SubscriberKey?
    }

    private(set) var runs: [Int: TrunkTestRun] = [:]
    private(set) var staged: [Int: Staged] = [:]
    /// Where what was played came from, the latest last.
    private var sources: [String] = []
    private var last = 0
    private(set) var isClosed = false

    /// At once.
    static let most = 4
    /// How many sources are told from those of the world.
    private static let mostSources = 1000
    /// Results that can still be asked for.
    private static let remembered = 16

    var entries: [TrunkTable.Entry] { staged.values.compactMap(\.trunk) }

    var stage: [SocketEndpoint: StagedParty] {
        Dictionary(staged.values.map { ($0.source, $0.party) }) { first, _ in first }
    }

    func isRinging(_ key: SubscriberKey) -> Bool { staged.values.contains { $0.rings == key } }

    /// True for a call that a test of this node placed.
    func hasPlayed(_ call: CallSummary) -> Bool { sources.contains(call.source) }

    mutating func nextNumber() -> Int {
        last += 1
        return last
    }

    mutating func begin(_ run: TrunkTestRun, _ test: Staged) {
        runs[run.number] = run
        staged[run.number] = test
        sources = sources.suffix(Self.mostSources - 1) + ["\(test.source)"]
        for old in runs.keys.sorted().dropLast(Self.remembered) where staged[old] == nil {
            runs.removeValue(forKey: old)
        }
    }

    mutating func end(_ number: Int) { staged.removeValue(forKey: number) }

    /// The node stops: what plays is broken off, and nothing new begins.
    mutating func close() {
        isClosed = true
        for run in runs.values { run.abandon() }
    }
}
