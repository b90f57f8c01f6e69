package import Troubleshooting

/// Whether the store answers, and soon enough for a call.
package enum StoreAnswers: Examination {
    package static let code = "store_answers"
    package static let part = DoctorCheck.Part.machine
    package static let title = "The store answers"

    /// A caller waits for it: half of RFC 3261's T1, after which the request is sent again.
    private static let slow = 250_000

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        // Where no node runs the data directory was judged already.
        guard facts.node != .notRunning else { return nil }
        switch facts.machine.store {
        case .unknown(let why): return .unknown("The store was not asked: \(why).")
        case .known(.failed(let what, let remedy)):
            return .failed(
                "\(what).",
                "Calls to numbers that are not in memory are answered 503 meanwhile.",
                remedy: remedy.asSentence)
        case .known(.answered(let microseconds)):
            let time =
                microseconds < 10_000
                ? "\(microseconds) µs" : "\(microseconds / 1000) ms"
            guard microseconds >= slow else {
                return .passed("A look-up took \(time).")
            }
            return .warning(
                "A look-up took \(time): callers send their requests again meanwhile.",
                remedy: "See what keeps the disk of \(facts.place.dataDirectory) busy: iostat -x 1")
        }
    }
}
