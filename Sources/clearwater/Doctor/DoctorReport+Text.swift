import Troubleshooting

extension DoctorReport {
    /// As a person reads it: three parts and the machine, then what to do first.
    var text: String {
        var lines: [String] = []
        for part in DoctorCheck.Part.allCases {
            let checks = checks.filter { $0.part == part }
            guard !checks.isEmpty else { continue }
            lines += [part.heading(number: number)] + checks.flatMap(\.lines) + [""]
        }
        return (lines + conclusion).joined(separator: "\n")
    }

    private var conclusion: [String] {
        let failed = checks.filter { $0.verdict == .failed }.count
        let warnings = checks.filter { $0.verdict == .warning }.count
        let unknown = checks.filter { $0.verdict == .unknown }.count
        var summary = "\(counted(checks.count, "check")): \(failed) failed"
        if warnings > 0 { summary += ", \(counted(warnings, "warning"))" }
        if unknown > 0 { summary += ", \(unknown) unknown" }
        guard let first = firstFailure else { return [summary + "."] }
        return [summary + ". Mend this first: \(first.title.lowercasedFirst) (\(first.code))."]
            + (first.remedy.map { ["  → \($0)"] } ?? [])
    }
}

extension DoctorCheck.Part {
    fileprivate func heading(number: String?) -> String {
        switch self {
        case .arrived: "DID IT ARRIVE?"
        case .trusted: "IS IT TRUSTED?"
        case .onNet: number.map { "WOULD \($0) RING ON-NET?" } ?? "WOULD IT RING ON-NET?"
        case .machine: "THE MACHINE"
        }
    }
}

extension DoctorCheck {
    fileprivate var lines: [String] {
        var lines = ["  \(verdict.mark) \(title)"]
        lines += evidence.map { "      \($0)" }
        if let remedy { lines.append("      → \(remedy)") }
        return lines
    }
}

extension DoctorCheck.Verdict {
    /// Told apart without colours, for terminals and files alike.
    fileprivate var mark: String {
        switch self {
        case .passed: "ok "
        case .failed: "NO "
        case .warning: "!  "
        case .unknown: "?  "
        }
    }
}

extension String {
    fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
