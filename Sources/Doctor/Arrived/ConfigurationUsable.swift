package import Troubleshooting

/// Whether a node can start with the configuration at all.
package enum ConfigurationUsable: Examination {
    package static let code = "configuration_usable"
    package static let part = DoctorCheck.Part.arrived
    package static let title = "The configuration can be used"

    package static func examine(_ facts: DoctorFacts) -> Finding? {
        let directory = facts.place.configurationDirectory
        guard !facts.configuration.isUsable else {
            return .passed("The files of \(directory) name the home domain and where to listen.")
        }
        let mistakes = facts.configuration.mistakes
        return .failed(
            mistakes.map { "\($0.place): \($0.what)." },
            remedy: mistakes.first.map { "\($0.place): \($0.remedy)" }
                ?? "Put home_domain=DOMAIN into \(directory)/shared_config.")
    }
}
