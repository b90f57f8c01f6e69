import Troubleshooting

/// What a call is called on its pages.
enum CallWords {
    static func name(of kind: CallSummary.Kind) -> String {
        switch kind {
        case .call: "Call"
        case .message: "Message"
        case .registration: "Registration"
        case .other: "Other"
        }
    }

    /// `Call from 44 20… to 1555…`.
    static func title(of summary: CallSummary) -> String {
        let first = summary.kind == .other ? summary.method : name(of: summary.kind)
        if summary.kind == .registration {
            let user = summary.called.isEmpty ? summary.caller : summary.called
            return "\(first) of \(someone(user))"
        }
        return "\(first) from \(someone(summary.caller)) to \(someone(summary.called))"
    }

    static func someone(_ user: String) -> String { user.isEmpty ? "nobody named" : user }

    /// `404 unknown number`, `200`, `In progress`.
    static func result(of summary: CallSummary) -> String {
        guard let status = summary.status else {
            return summary.isFailed ? "No answer" : "In progress"
        }
        guard status >= 300, let reason = summary.reason else { return "\(status)" }
        return "\(status) \(reason.replacing("_", with: " "))"
    }
}
