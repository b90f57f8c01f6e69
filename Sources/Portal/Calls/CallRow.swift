import Troubleshooting
import WebServing

/// A call in one row of the list; the template is `call-rows`.
struct CallRow: Sendable {
    let id: String
    let path: String
    /// What rows are ordered by.
    let began: Int64
    let time: PersonalTime
    let kind: String
    let caller: String
    let called: String
    /// `trunk voxbone, 81.201.82.45:5060 over UDP`.
    let source: String
    let trunk: String?
    let result: String
    let isFailed: Bool
    let isOpen: Bool

    init(_ summary: CallSummary) {
        id = summary.id
        path = Self.path(of: summary.id)
        began = summary.began
        time = PersonalTime(microseconds: summary.began)
        kind = summary.kind == .other ? summary.method : CallWords.name(of: summary.kind)
        caller = CallWords.someone(summary.caller)
        called = CallWords.someone(summary.called)
        source = "\(summary.source) \(summary.transport)"
        trunk = summary.trunk
        result = CallWords.result(of: summary)
        isFailed = summary.isFailed
        isOpen = summary.status == nil && !summary.isFailed
    }

    static func path(of id: String) -> String {
        "/operator/calls/" + PercentEncoding.encodedSegment(id)
    }
}

/// Rows without a page around them.
struct CallRows: Sendable {
    let rows: [CallRow]
}
