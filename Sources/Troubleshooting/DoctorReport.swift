package import Provisioning

/// What the doctor found, in the order of the story: did it arrive, is it trusted, does it ring.
package struct DoctorReport: Codable, Hashable, Sendable {
    /// - Units: microseconds since 1970.
    package var at: Int64
    /// The number in question as it was asked for; nil where none was.
    package var number: String?
    package var checks: [DoctorCheck]

    package init(at: Int64, number: String?, checks: [DoctorCheck]) {
        self.at = at
        self.number = number
        self.checks = checks
    }

    /// What to mend first.
    package var firstFailure: DoctorCheck? { checks.first { $0.verdict == .failed } }
}

/// One check with its evidence.
package struct DoctorCheck: Codable, Hashable, Sendable {
    /// Stable: `domain_resolves_here`; docs/doctor.md lists all.
    package var code: String
    package var part: Part
    /// What is checked, for people: `The domain leads to this node`.
    package var title: String
    package var verdict: Verdict
    /// What was seen, a sentence each.
    package var evidence: [String]
    /// One line: what to do, with the exact command or line; nil where nothing is to be done.
    package var remedy: String?

    package enum Part: String, Codable, Hashable, Sendable, CaseIterable {
        case arrived
        case trusted
        case onNet
        case machine
    }

    package enum Verdict: String, Codable, Hashable, Sendable {
        /// Proven by the evidence.
        case passed
        case failed
        /// Works, and will trouble somebody.
        case warning
        /// Could not be found out; the evidence says why.
        case unknown
    }

    package init(
        code: String, part: Part, title: String, verdict: Verdict, evidence: [String],
        remedy: String? = nil
    ) {
        self.code = code
        self.part = part
        self.title = title
        self.verdict = verdict
        self.evidence = evidence
        self.remedy = remedy
    }
}

/// Runs the doctor's checks on the running node.
package protocol DoctorDesk: Sendable {
    /// - Parameter number: as a person writes it; nil for the node alone.
    /// - Parameter placesTestCall: true rings the built-in phone through the node's own sockets.
    func examine(number: String?, placesTestCall: Bool) async throws(ProvisioningError)
        -> DoctorReport
}
