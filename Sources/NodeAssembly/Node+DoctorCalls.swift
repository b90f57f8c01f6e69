import DecisionTrace
import Doctor
import Provisioning
import Troubleshooting

/// What the doctor has to know of calls and messages that the node remembers.
extension Node {
    /// How many failed calls are looked through, and how many are told.
    private static let mostLookedAt = 100
    private static let mostTold = 10

    /// The newest that trunks brought.
    func callsFromTrunks() async -> [CallSummary] {
        let filter = CallFilter(kinds: [.call, .message], limit: Self.mostLookedAt)
        return ((try? await callDesk.calls(filter)) ?? []).filter {
            $0.trunk != nil && !trunkTests.hasPlayed($0)
        }
    }

    /// Calls and messages that went wrong, and of which no later one to the same number went well.
    ///
    /// - Parameter number: the one in question; nil for all that trunks brought.
    func troubledCalls(_ number: NumberFacts?) async -> Fact<[CallTrace]> {
        let filter = CallFilter(
            number: number?.key, kinds: [.call, .message], limit: Self.mostLookedAt)
        do {
            var called: Set<String> = []
            var traces: [CallTrace] = []
            for call in try await callDesk.calls(filter) {
                guard number != nil || call.trunk != nil else { continue }
                guard isTrouble(call, of: number) else {
                    if call.status.map({ $0 < 300 }) ?? false { called.insert(call.called) }
                    continue
                }
                guard !called.contains(call.called), traces.count < Self.mostTold,
                    let trace = try await callDesk.call(call.id, showsSecrets: false)
                else { continue }
                traces.append(trace)
            }
            return .known(traces)
        } catch {
            return .unknown(error.what)
        }
    }

    /// False where people decided it, and where another check tells the cause as it is now.
    private func isTrouble(_ call: CallSummary, of number: NumberFacts?) -> Bool {
        guard call.isFailed, !trunkTests.hasPlayed(call) else { return false }
        guard let reason = call.reason.flatMap({ OutcomeReason(code: $0) }) else {
            return call.status != nil
        }
        guard !reason.isRefusal else { return false }
        switch reason {
        case .cancelledByCaller, .challenged: return false
        case .relayed: return ![480, 486, 487, 600, 603].contains(call.status ?? 0)
        case .unknownNumber, .barredNumber, .notRegistered: return number == nil
        default: return true
        }
    }
}
