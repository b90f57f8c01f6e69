import CallTraces
import Troubleshooting

/// Calls as rows of a terminal, in columns of fixed width: those that come later fit below.
///
/// Of an ID the first digits are shown; they are enough for `clearwater call`.
struct CallList {
    private let calls: [CallSummary]

    init(_ calls: [CallSummary]) { self.calls = calls }

    static let heading = row(
        "ID", "UTC", "FROM", "TO", "SOURCE", "RESULT")

    var text: String { ([Self.heading] + calls.map(Self.row(of:))).joined(separator: "\n") }

    static func row(of call: CallSummary) -> String {
        row(
            String(call.id.prefix(8)), String(Clock.text(call.began).prefix(8)), call.caller,
            call.kind == .registration ? "REGISTER" : call.called,
            call.trunk ?? address(call.source),
            result(of: call))
    }

    /// Without its port: that many rows are of one source is seen by the address.
    private static func address(_ endpoint: String) -> String {
        guard let colon = endpoint.lastIndex(of: ":") else { return endpoint }
        return endpoint[..<colon].filter { $0 != "[" && $0 != "]" }
    }

    /// `✗486 relayed`, `200`, or what it waits for.
    private static func result(of call: CallSummary) -> String {
        let mark = call.isFailed ? "✗" : ""
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
            fitted(id, 8), fitted(time, 8), fitted(from, 12), fitted(to, 12),
            fitted(source, 15), result,
        ].joined(separator: " ")
    }

    /// Numbers are told apart by their ends, so the beginning is what is cut.
    private static func fitted(_ text: String, _ width: Int) -> String {
        let shown = text.count > width ? "…" + text.suffix(width - 1) : text
        return shown + String(repeating: " ", count: width - shown.count)
    }
}
