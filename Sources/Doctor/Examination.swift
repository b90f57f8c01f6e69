package import Troubleshooting

/// One check of the doctor: reads the facts that it needs and judges them.
package protocol Examination: SendableMetatype {
    /// Stable; docs/doctor.md lists all.
    static var code: String { get }
    static var part: DoctorCheck.Part { get }
    /// What is proven where it passes: `The domain leads to this node`.
    static var title: String { get }

    /// - Returns: nil where it does not apply: no number was asked for, no node runs.
    static func examine(_ facts: DoctorFacts) -> Finding?
}

/// What a check found.
package struct Finding: Hashable, Sendable {
    package var verdict: DoctorCheck.Verdict
    /// A sentence each.
    package var evidence: [String]
    package var remedy: String?

    static func passed(_ evidence: [String]) -> Finding {
        Finding(verdict: .passed, evidence: evidence, remedy: nil)
    }

    static func passed(_ evidence: String...) -> Finding { passed(evidence) }

    static func failed(_ evidence: [String], remedy: String) -> Finding {
        Finding(verdict: .failed, evidence: evidence, remedy: remedy)
    }

    static func failed(_ evidence: String..., remedy: String) -> Finding {
        failed(evidence, remedy: remedy)
    }

    static func warning(_ evidence: [String], remedy: String) -> Finding {
        Finding(verdict: .warning, evidence: evidence, remedy: remedy)
    }

    static func warning(_ evidence: String..., remedy: String) -> Finding {
        warning(evidence, remedy: remedy)
    }

    /// - Parameter why: it could not be found out.
    static func unknown(_ why: String, remedy: String? = nil) -> Finding {
        Finding(verdict: .unknown, evidence: [why], remedy: remedy)
    }
}
