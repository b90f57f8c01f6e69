package import Troubleshooting

/// Whether somebody set the calendar's clock while the node ran: registrations end by it.
package enum ClockSteady: Examination {
    package static let code = "clock_steady"
    package static let part = DoctorCheck.Part.machine
    package static let title = "The clock has not jumped"

    /// - Units: milliseconds. What a time server corrects in small steps adds up over days.
    private static let jump: Int64 = 5000

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard case .known(let clock) = facts.machine.clock, let jump = clock.jump else {
            return nil
        }
        let seconds = "\(abs(jump) / 1000) s"
        guard abs(jump) >= Self.jump else {
            return .passed("It went as steadily as the machine's own since the node started.")
        }
        return .warning(
            "It was set \(seconds) \(jump > 0 ? "forward" : "back") since the node started: "
                + (jump > 0
                    ? "registrations ended that much earlier."
                    : "registrations last that much longer."),
            remedy: "Start the node again once the clock is right, and let a time server keep it.")
    }
}
