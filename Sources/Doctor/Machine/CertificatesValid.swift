package import Troubleshooting

/// Whether the certificates that the node shows are valid for a while yet.
package enum CertificatesValid: Examination {
    package static let code = "certificates_valid"
    package static let part = DoctorCheck.Part.machine
    package static let title = "Certificates are valid"

    /// - Units: microseconds; two weeks.
    private static let soon: Int64 = 14 * 86_400 * 1_000_000

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        let certificates = facts.machine.certificates
        guard !certificates.isEmpty else { return nil }
        let evidence = certificates.map { sentence($0, facts.at) }
        func first(_ isSo: (Int64) -> Bool) -> MachineFacts.Certificate? {
            certificates.first { $0.expires.value.map(isSo) ?? false }
        }
        if let expired = first({ $0 <= facts.at }) {
            return .failed(evidence, remedy: remedy(expired))
        }
        if let unread = certificates.first(where: { $0.expires.value == nil }) {
            return .failed(evidence, remedy: "Correct \(unread.option) in the configuration.")
        }
        if let ending = first({ $0 <= facts.at + soon }) {
            return .warning(evidence, remedy: remedy(ending))
        }
        return .passed(evidence)
    }

    private static func sentence(_ certificate: MachineFacts.Certificate, _ now: Int64) -> String {
        switch certificate.expires {
        case .unknown(let why): return "\(certificate.file): \(why)."
        case .known(let end):
            let verb = end <= now ? "expired" : "expires"
            return "\(certificate.file) \(verb) \(Wording.distance(from: now, to: end))."
        }
    }

    private static func remedy(_ certificate: MachineFacts.Certificate) -> String {
        "Put a new certificate into \(certificate.file) (\(certificate.option)); the node takes it"
            + " within a minute."
    }
}
