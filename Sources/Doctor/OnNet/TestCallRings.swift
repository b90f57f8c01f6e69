package import Troubleshooting

/// What came of a test call and a test message to the built-in phone.
package enum TestCallRings: Examination {
    package static let code = "test_call_rings"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "A test call and a test message get through"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let test = facts.test else { return nil }
        switch test {
        case .unknown(let why): return .unknown("The test could not be played: \(why).")
        case .known(let report):
            let evidence = report.steps.map { $0.sentence.asSentence }
            guard let wrong = report.steps.first(where: { !$0.isAsExpected }) else {
                return .passed(evidence)
            }
            let trace = report.calls.first.map { facts.place.command("call \($0)") }
            return .failed(
                evidence,
                remedy: wrong.remedy?.asSentence ?? trace.map { "See where it went: \($0)" }
                    ?? "Switch the trace on and test again, to see where it went.")
        }
    }
}
