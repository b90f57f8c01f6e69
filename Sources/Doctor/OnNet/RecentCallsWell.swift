package import Troubleshooting

/// What went wrong with calls and messages of late, as their traces tell it.
package enum RecentCallsWell: Examination {
    package static let code = "recent_calls_well"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "Recent calls went well"

    private static let most = 3

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard facts.node.running != nil else { return nil }
        switch facts.troubledCalls {
        case .unknown(let why): return .unknown("Recent calls are not known: \(why).")
        case .known(let calls):
            guard let first = calls.first else {
                return .passed("No call that the node remembers failed.")
            }
            let evidence = calls.prefix(most).map { sentence($0, facts.at) }
            let rest = calls.count - evidence.count
            return .failed(
                evidence + (rest > 0 ? ["\(rest) more: \(listing(facts))"] : []),
                remedy: first.diagnosis.remedy?.asSentence
                    ?? "Look at it: \(facts.place.command("call \(first.summary.id)"))")
        }
    }

    private static func sentence(_ call: CallTrace, _ now: Int64) -> String {
        let summary = call.summary
        return "\(summary.method) from \(summary.trunk ?? summary.source) to \(summary.called),"
            + " \(Wording.distance(from: now, to: summary.began)): \(call.diagnosis.sentence)"
    }

    private static func listing(_ facts: DoctorFacts) -> String {
        let number = facts.number.map { " --number \($0.asked)" } ?? ""
        return facts.place.command("calls --failed\(number)")
    }
}
