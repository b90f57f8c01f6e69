import CallTraces
import Troubleshooting

/// Calls as rows of a terminal, in columns of fixed width: those that come later fit below.
struct CallList {
    private let calls: [CallSummary]

    init(_ calls: [CallSummary]) { self.calls = calls }

    static let heading = row(
        "ID", "TIME (UTC)", "FROM", "TO", "SOURCE", "RESULT")

    var text: String { ([Self.heading] + calls.map(Self.row(of:))).joined(separator: "\n") }

    static func row(of call: CallSummary) -> String {
        row(
            call.id, String(Clock.text(call.began).prefix(8)), call.caller,
            call.kind == .registration ? "REGISTER" : call.called, call.trunk ?? call.source,
            result(of: call))
    }

    /// `486 relayed`, `200`, or what it waits for.
    private static func result(of call: CallSummary) -> String {
        let mark = call.isFailed ? "✗ " : ""
        let method = call.kind == .other && !call.method.isEmpty ? "\(call.method) " : ""
        guard let status = call.status else {
            return mark + method + (call.method.isEmpty ? "not SIP" : "no answer yet")
        }
        let reason = status >= 300 ? call.reason.map { " \($0)" } ?? "" : ""
        return "\(mark)\(method)\(status)\(reason)"
    }

    private static func row(
        _ id: String, _ time: String, _ from: String, _ to: String, _ source: String,
        _ result: String
    ) -> String {
        [
            fitted(id, 16), fitted(time, 10), fitted(from, 13), fitted(to, 13),
            fitted(source, 13), result,
        ].joined(separator: " ")
    }

    /// Numbers are told apart by their ends, so the beginning is what is cut.
    private static func fitted(_ text: String, _ width: Int) -> String {
        let shown = text.count > width ? "…" + text.suffix(width - 1) : text
        return shown + String(repeating: " ", count: width - shown.count)
    }
}
