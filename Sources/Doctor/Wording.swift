/// How numbers, times and lengths are told in evidence.
enum Wording {
    /// `1 message`, `2 messages`.
    static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    /// `3 d 4 h`, `5 min`, `20 s`.
    static func duration(seconds: Int) -> String {
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        if days > 0 { return hours % 24 > 0 ? "\(days) d \(hours % 24) h" : "\(days) d" }
        if hours > 0 { return minutes % 60 > 0 ? "\(hours) h \(minutes % 60) min" : "\(hours) h" }
        return minutes > 0 ? "\(minutes) min" : "\(seconds) s"
    }

    /// `5 min ago`, `in 5 min`, `just now`.
    static func distance(from now: Int64, to time: Int64) -> String {
        let seconds = Int((time - now) / 1_000_000)
        if seconds == 0 { return "just now" }
        return seconds > 0
            ? "in \(duration(seconds: seconds))" : "\(duration(seconds: -seconds)) ago"
    }

    /// `1.5 GiB`, `20 MiB`.
    static func size(_ octets: Int64) -> String {
        let mebibytes = octets >> 20
        guard mebibytes >= 1024 else { return "\(mebibytes) MiB" }
        let tenths = mebibytes * 10 / 1024
        return tenths % 10 == 0 ? "\(tenths / 10) GiB" : "\(tenths / 10).\(tenths % 10) GiB"
    }
}
