import Provisioning
import Synchronization
import Troubleshooting

/// What an operator finds out with, as a test puts it there; it remembers what it was asked for.
final class DesksOfTheTest: Sendable {
    struct State {
        var traces: [CallTrace] = []
        var filters: [CallFilter] = []
        /// Whether bodies were asked for, by every question for a call or its capture.
        var secrets: [Bool] = []
        var peers: [RefusedPeer] = []
        var allowed: [String] = []
        var examined: [String] = []
        var orders: [TrunkTestOrder] = []
        var report = DoctorReport(at: 1_795_478_400_000_000, number: nil, checks: [])
        var isTestOver = false
        var testReport = TrunkTestReport(steps: [], calls: [])
    }

    let state = Mutex(State())
    private let changes: AsyncStream<[CallSummary]>
    /// What happens while somebody looks.
    let change: AsyncStream<[CallSummary]>.Continuation

    init() { (changes, change) = AsyncStream.makeStream() }
}

extension DesksOfTheTest: TraceDesk {
    func calls(_ filter: CallFilter) async throws(ProvisioningError) -> [CallSummary] {
        state.withLock {
            $0.filters.append(filter)
            return $0.traces.map(\.summary)
        }
    }

    func call(_ id: String, showsSecrets: Bool) async throws(ProvisioningError) -> CallTrace? {
        state.withLock {
            $0.secrets.append(showsSecrets)
            var trace = $0.traces.first { $0.summary.id == id }
            trace?.isRedacted = !showsSecrets
            return trace
        }
    }

    func callsAsTheyChange(_ filter: CallFilter) async -> AsyncStream<[CallSummary]> { changes }
}

extension DesksOfTheTest: TraceExportDesk {
    func pcap(of id: String, showsSecrets: Bool) async throws(ProvisioningError) -> [UInt8]? {
        state.withLock {
            $0.secrets.append(showsSecrets)
            return $0.traces.contains { $0.summary.id == id } ? Array("capture".utf8) : nil
        }
    }

    func supportBundle(of id: String) async throws(ProvisioningError) -> [UInt8]? {
        state.withLock {
            $0.traces.contains { $0.summary.id == id } ? Array("bundle".utf8) : nil
        }
    }

    func explain(
        _ message: ExplainedMessage, source: String?, transport: String?, ifTrusted: Bool
    ) async throws(ProvisioningError) -> CallTrace {
        throw ProvisioningError(.unavailable, "this desk explains nothing")
    }
}

extension DesksOfTheTest: RefusalDesk {
    func refusedPeers() async throws(ProvisioningError) -> [RefusedPeer] {
        state.withLock { $0.peers }
    }

    func allow(_ source: String, onTrunk name: String, by author: Author)
        async throws(ProvisioningError)
    {
        state.withLock { $0.allowed.append("\(source) on \(name) by \(author.who)") }
    }

    func silence(_ source: String, _ isSilenced: Bool, by author: Author)
        async throws(ProvisioningError)
    {
        state.withLock { state in
            for place in state.peers.indices where state.peers[place].source == source {
                state.peers[place].isSilenced = isSilenced
            }
        }
    }
}

extension DesksOfTheTest: DoctorDesk {
    func examine(number: String?, placesTestCall: Bool) async throws(ProvisioningError)
        -> DoctorReport
    {
        if number == "?" {
            throw ProvisioningError(.invalid, "'?' is no number", remedy: "write digits")
        }
        return state.withLock {
            $0.examined.append("\(number ?? "the node")\(placesTestCall ? " with a call" : "")")
            $0.report.number = number
            return $0.report
        }
    }
}

extension DesksOfTheTest: TrunkTestDesk {
    func play(_ order: TrunkTestOrder) async throws(ProvisioningError) -> TrunkTestReport {
        state.withLock {
            $0.orders.append(order)
            return $0.testReport
        }
    }

    func begin(_ order: TrunkTestOrder) async throws(ProvisioningError) -> TrunkTestProgress {
        TrunkTestProgress(number: 7, isOver: false, report: try await play(order))
    }

    func progress(_ number: Int) async -> TrunkTestProgress? {
        number == 7
            ? state.withLock {
                TrunkTestProgress(number: 7, isOver: $0.isTestOver, report: $0.testReport)
            } : nil
    }
}

extension RefusedPeer {
    /// Refused, and perhaps a provider's.
    static func sample(
        _ source: String = "81.201.83.45", canBeAllowed: Bool = true
    ) -> RefusedPeer {
        RefusedPeer(
            source: source, count: 12, firstSeen: 1_795_470_000_000_000,
            lastSeen: 1_795_478_400_000_000, reason: "untrusted_source",
            explanation: "it is on no trunk",
            asked: ["INVITE sip:15551000000@example.com", "OPTIONS sip:example.com"],
            nearMisses: ["in the same network as 81.201.83.46 of the preset voxbone"],
            remedy: "clearwater trunk allow \(source) NAME", isSilenced: false,
            canBeAllowed: canBeAllowed)
    }
}
