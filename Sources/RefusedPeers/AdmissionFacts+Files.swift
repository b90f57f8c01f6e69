package import NodeConfiguration

extension AdmissionFacts {
    /// What the files say, for whoever asks beside a running node or without one.
    ///
    /// Without a node nothing is in force; what a node would take over stands for it, and host
    /// names stand for nothing.
    /// - Cost: reads the configuration files several times and every preset.
    package init(_ directory: ConfigurationDirectory) {
        self.init()
        let loaded = directory.load()
        written = loaded.settings?.trunks ?? []
        trunks = written
        mistakes = loaded.mistakes
        mentions = directory.mentions()
        presets = directory.presets().presets
        provenances = TrunksFile(directory).provenances()
        own = loaded.settings.map { $0.localAddresses + $0.publicAddresses } ?? []
    }
}
