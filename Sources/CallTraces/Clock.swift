/// Moments of the calendar as text, in UTC.
package enum Clock {
    /// Of `text`.
    static let length = 12

    /// `12:00:00.123`.
    ///
    /// - Parameter microseconds: since 1970.
    package static func text(_ microseconds: Int64) -> String {
        let ofDay = microseconds % 86_400_000_000
        let seconds = ofDay / 1_000_000
        return [
            two(seconds / 3600), two(seconds / 60 % 60), two(seconds % 60),
        ].joined(separator: ":") + "." + padded(ofDay / 1000 % 1000, to: 3)
    }

    /// `2026-01-31`.
    package static func date(_ microseconds: Int64) -> String {
        // Days from the civil calendar, counted in years that begin in March.
        let day = microseconds / 86_400_000_000 + 719_468
        let era = day / 146_097
        let ofEra = day % 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let civilMonth = month < 10 ? month + 3 : month - 9
        let civilYear = year + era * 400 + (civilMonth <= 2 ? 1 : 0)
        return "\(civilYear)-\(two(civilMonth))-\(two(ofYear - (153 * month + 2) / 5 + 1))"
    }

    private static func two(_ number: Int64) -> String { padded(number, to: 2) }

    private static func padded(_ number: Int64, to count: Int) -> String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
