package import DecisionTrace
package import Determinism
package import SIPMessages
import Synchronization

/// Counts requests as they get their final answers.
///
/// One lock and three additions a request: no allocation, no text.
package final class RequestMeter: Sendable {
    private let counts = Mutex(RequestCounts())

    package init() {}

    package func count(
        _ method: SIPMethod, trunk: String?, status: UInt16, reason: OutcomeReason,
        duration: Interval
    ) {
        counts.withLock { $0.count(method, trunk, status, reason, duration) }
    }

    /// Makes trunks known, so that their counters are there before their first request.
    package func expect(trunks: [String]) {
        counts.withLock { counts in
            for trunk in trunks { _ = counts.slots.slot(of: trunk) }
        }
    }

    package func write(to exposition: inout Exposition) {
        counts.withLock { $0 }.write(to: &exposition)
    }
}

/// The numbers of a `RequestMeter`.
struct RequestCounts: Sendable {
    var slots = TrunkSlots()
    /// By method, trunk slot and class of the status.
    private var requests = ContiguousArray<UInt64>(
        repeating: 0, count: methods.count * TrunkSlots.count * classes.count)
    private var reasons = ContiguousArray<UInt64>(repeating: 0, count: 256)
    private var durations = timedMethods.map { _ in
        DurationHistogram(bounds: DurationHistogram.answers)
    }

    /// In the order of `SIPMethod`'s codes.
    static let methods = [
        "other", "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "MESSAGE", "PRACK",
        "UPDATE", "INFO", "REFER", "SUBSCRIBE", "NOTIFY", "PUBLISH",
    ]
    static let classes = ["2xx", "3xx", "4xx", "5xx", "6xx"]
    /// Whose times are told apart; `other` is first.
    private static let timedMethods = ["other", "INVITE", "REGISTER", "MESSAGE", "BYE"]

    private static let timedPlace: ContiguousArray<Int> = ContiguousArray(
        methods.map { timedMethods.firstIndex(of: $0) ?? 0 })

    mutating func count(
        _ method: SIPMethod, _ trunk: String?, _ status: UInt16, _ reason: OutcomeReason,
        _ duration: Interval
    ) {
        let method = Int(method.rawValue) < Self.methods.count ? Int(method.rawValue) : 0
        let result = min(max(Int(status) / 100, 2), 6) - 2
        requests[place(method, slots.slot(of: trunk), result)] &+= 1
        reasons[Int(reason.rawValue)] &+= 1
        durations[Self.timedPlace[method]].count(duration)
    }

    private func place(_ method: Int, _ slot: Int, _ result: Int) -> Int {
        (method * TrunkSlots.count + slot) * Self.classes.count + result
    }

    func write(to exposition: inout Exposition) {
        exposition.family(
            "clearwater_requests_total", .counter,
            "Requests by method, trunk and class of their final answer.")
        for (method, name) in Self.methods.enumerated() {
            for slot in slots.used {
                for (result, label) in Self.classes.enumerated() {
                    let count = requests[place(method, slot, result)]
                    // Calls and messages are there from the start, for `increase` misses a first
                    // one.
                    guard count > 0 || name == "INVITE" || name == "MESSAGE" else { continue }
                    exposition.sample(
                        count, ["method": name, "trunk": slots.label(slot), "result": label])
                }
            }
        }
        exposition.family(
            "clearwater_outcomes_total", .counter,
            "Requests by the reason of their final answer; docs/reasons.md explains each.")
        for reason in OutcomeReason.allCases {
            exposition.sample(reasons[Int(reason.rawValue)], ["reason": reason.code])
        }
        exposition.family(
            "clearwater_refusals_total", .counter,
            "Requests that were refused for who sent them or what they asked for.")
        for reason in OutcomeReason.allCases where reason.isRefusal {
            exposition.sample(reasons[Int(reason.rawValue)], ["reason": reason.code])
        }
        exposition.family(
            "clearwater_response_seconds", .histogram,
            "Time from a request to its final answer; of an INVITE with its ringing.")
        for (method, durations) in zip(Self.timedMethods, durations) {
            exposition.histogram(durations, ["method": method])
        }
    }
}
