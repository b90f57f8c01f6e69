package import Troubleshooting

/// Whether the service settings of the line would divert or bar a call.
package enum ServicesLetCallsIn: Examination {
    package static let code = "services_let_calls_in"
    package static let part = DoctorCheck.Part.onNet
    package static let title = "No service diverts or bars calls"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let holder = facts.number?.holder.value ?? nil else { return nil }
        guard let services = holder.services else {
            return .passed("The line has no service settings.")
        }
        var evidence = services.diversions.map { "The settings divert \($0)." }
        if let barred = services.barred { evidence.append("The settings bar \(barred).") }
        guard !evidence.isEmpty else {
            return .passed("The line's settings divert and bar nothing.")
        }
        return .warning(
            evidence + ["This version keeps the settings, and its calls do not obey them yet."],
            remedy: "If calls are to ring the phone, change the line's services in the portal, or"
                + " by the phone's own menu.")
    }
}
