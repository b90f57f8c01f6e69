import Doctor
import Testing
import Troubleshooting

/// Something that is made to go wrong, and what the doctor has to say of it.
struct SeededFault: Sendable, CustomTestStringConvertible {
    let what: String
    /// The code of its first finding.
    let finds: String
    let verdict: DoctorCheck.Verdict
    /// What its remedy has to contain; `NODE`, `TRUNK`, `STRANGER` and `PHONE` stand for their
    /// addresses, `CONFIG` and `DATA` for the directories.
    let remedy: String
    /// Seeds it and gathers the facts.
    let seed: @Sendable (Patient) async throws -> DoctorFacts

    init(
        _ what: String, finds: String, _ verdict: DoctorCheck.Verdict = .failed, remedy: String,
        seed: @escaping @Sendable (Patient) async throws -> DoctorFacts
    ) {
        self.what = what
        self.finds = finds
        self.verdict = verdict
        self.remedy = remedy
        self.seed = seed
    }

    var testDescription: String { what }
}

extension DoctorReport {
    /// The first failure; where nothing failed, the first warning.
    var firstFinding: DoctorCheck? { firstFailure ?? checks.first { $0.verdict == .warning } }
}
