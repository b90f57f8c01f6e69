package import Troubleshooting

/// Whether registrations and logs can still be written.
package enum DiskHasRoom: Examination {
    package static let code = "disk_has_room"
    package static let part = DoctorCheck.Part.machine
    package static let title = "The disk has room"

    /// - Units: octets.
    private static let tooLittle: Int64 = 100 << 20
    private static let little: Int64 = 1 << 30

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        let disks = facts.machine.disks
        guard let fullest = disks.min(by: { $0.free < $1.free }) else { return nil }
        let evidence = disks.map {
            "\($0.path) (\($0.purpose)): \(Wording.size($0.free)) of \(Wording.size($0.size)) free."
        }
        let remedy = "Make room on the disk of \(fullest.path): du -xh / | sort -h | tail"
        if fullest.free < tooLittle {
            return .failed(
                evidence + ["When it is full, no registration is confirmed."], remedy: remedy)
        }
        // A small disk is not a full one.
        return fullest.free < little && fullest.free < fullest.size / 10
            ? .warning(evidence, remedy: remedy) : .passed(evidence)
    }
}
