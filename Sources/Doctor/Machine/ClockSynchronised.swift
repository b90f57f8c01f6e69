package import Troubleshooting

/// Whether the clock follows a time server: logs, call records and certificates rest on it.
package enum ClockSynchronised: Examination {
    package static let code = "clock_synchronised"
    package static let part = DoctorCheck.Part.machine
    package static let title = "The clock is synchronised"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        switch facts.machine.clock {
        case .unknown(let why): return .unknown("The clock could not be asked: \(why).")
        case .known(let clock):
            guard !clock.isSynchronised else {
                return .passed("The system says that it follows a time server.")
            }
            return .warning(
                "The system says that its clock follows no time server.",
                remedy: "Let it follow one: sudo timedatectl set-ntp true, or install chrony.")
        }
    }
}
