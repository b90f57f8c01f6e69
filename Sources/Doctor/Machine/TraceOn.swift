package import Troubleshooting

/// Whether calls leave a trace to look at afterwards.
package enum TraceOn: Examination {
    package static let code = "trace_on"
    package static let part = DoctorCheck.Part.machine
    package static let title = "Calls are traced"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        guard let isOn = facts.machine.isTraceOn else { return nil }
        guard !isOn else { return .passed("The node remembers its latest calls.") }
        return .warning(
            "The trace is off: what happened to a call cannot be seen afterwards.",
            remedy: "Set decision_trace=Y in"
                + " \(facts.place.configurationDirectory)/shared_config.")
    }
}
