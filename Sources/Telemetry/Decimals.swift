import Foundation
package import Determinism

/// Times and lengths of time as lines for machines have them.
package enum Decimals {
    /// - Returns: `1.250` of 1250.
    package static func seconds(_ milliseconds: Int64) -> String {
        let milliseconds = max(milliseconds, 0)
        return "\(milliseconds / 1000).\(String(1000 + milliseconds % 1000).dropFirst())"
    }

    /// RFC 3339 in UTC with milliseconds: `2026-03-01T09:30:00.125Z`.
    package static func timestamp(_ time: WallTime) -> String {
        let parts = calendar(time)
        let milliseconds = String(1000 + time.milliseconds % 1000).dropFirst()
        return "\(day(time))T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
            + ".\(milliseconds)Z"
    }

    /// `2026-03-01` in UTC.
    package static func day(_ time: WallTime) -> String {
        let parts = calendar(time)
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    }

    private static func calendar(_ time: WallTime) -> tm {
        var seconds = Int(time.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return parts
    }

    private static func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
