import Determinism
import Glibc

/// A moment as a page writes it: for the script to translate, and in UTC for whoever has none.
struct PersonalTime: Sendable {
    /// RFC 3339, for the `datetime` of a `<time>`.
    let machine: String
    /// `23 Nov 2026, 20:12 UTC`.
    let text: String
    /// `23 Nov 2026, 20:12:05 UTC`.
    let exact: String

    /// - Parameter microseconds: since 1970, as traces have it.
    init(microseconds: Int64) { self.init(WallTime(milliseconds: microseconds / 1000)) }

    init(_ time: WallTime) {
        var seconds = time_t(time.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let day = "\(parts.tm_mday) \(Self.months[Int(parts.tm_mon)]) \(parts.tm_year + 1900)"
        let clock = "\(Self.two(parts.tm_hour)):\(Self.two(parts.tm_min))"
        text = "\(day), \(clock) UTC"
        exact = "\(day), \(clock):\(Self.two(parts.tm_sec)) UTC"
        machine =
            "\(parts.tm_year + 1900)-\(Self.two(parts.tm_mon + 1))-\(Self.two(parts.tm_mday))"
            + "T\(clock):\(Self.two(parts.tm_sec))Z"
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
