import Glibc
import NetworkAddresses

/// A directory with Clearwater's configuration files.
package struct ConfigurationDirectory: Hashable, Sendable {
    /// The option files, in the order in which the later wins.
    package static let optionFileNames = ["local_config", "shared_config", "user_settings"]
    /// The file of named trunks.
    package static let trunksFileName = "trunks"
    /// Every file that is read.
    package static let fileNames = optionFileNames + [trunksFileName]

    package let path: String

    package init(_ path: String) {
        var path = path
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        self.path = path
    }

    package func path(of fileName: String) -> String {
        path.hasSuffix("/") ? path + fileName : "\(path)/\(fileName)"
    }

    /// Reads all files and says everything that is wrong with them at once.
    ///
    /// - Cost: reads at most four files of at most 1 MiB; blocks on the disk alone.
    package func load() -> LoadedConfiguration {
        if let mistake = directoryMistake() {
            var report = ConfigurationReport()
            report.add(mistake)
            return LoadedConfiguration(settings: nil, report: report)
        }
        let files = Self.optionFileNames.map { AssignmentFile(path: path(of: $0), names: .option) }
        let trunksFile = AssignmentFile(path: path(of: Self.trunksFileName), names: .trunk)
        var report = ConfigurationReport()
        for file in files { report.add(file.report) }
        noteOptions(files.flatMap(\.lines), &report)
        noteOldFile(&report)
        var reader = OptionReader(files.flatMap(\.lines))
        var settings = settings(from: &reader, &report)
        report.add(reader.report)
        let (trunks, trunkReport) = TrunkDefinition.read(trunksFile)
        settings?.trunks += trunks
        report.add(trunkReport)
        report.sort(byFiles: Self.fileNames.map(path(of:)))
        return LoadedConfiguration(settings: settings, report: report, written: reader.taken)
    }

    private func settings(
        from reader: inout OptionReader, _ report: inout ConfigurationReport
    ) -> NodeSettings? {
        let local = reader.addresses("local_ip")
        let homeDomain = reader.host("home_domain")
        var settings = NodeSettings(
            homeDomain: homeDomain ?? "", localAddresses: local.isEmpty ? [.loopbackV4] : local)
        let publicAddresses = reader.addresses("public_ip")
        if !publicAddresses.isEmpty { settings.publicAddresses = publicAddresses }
        settings.publicHostname =
            reader.host("public_hostname") ?? settings.publicAddresses[0].hostText
        settings.additionalHomeDomains = reader.hosts("additional_home_domains")
        for name in ["alias_list", "bono_alias_list", "ibcf_domain"] {
            settings.aliases += reader.hosts(name).filter { !settings.aliases.contains($0) }
        }
        settings.sipPort = reader.number("sip_port", in: 1...65535).map { UInt16($0) } ?? 5060
        settings.maximumRegistrationSeconds =
            reader.number("reg_max_expires", in: 1...(.max)) ?? 300
        settings.isAuthenticationRequired = reader.yesOrNo("authentication") ?? true
        settings.logVerbosity =
            reader.number("log_level", in: 0...5).flatMap { LogVerbosity(rawValue: Int($0)) }
            ?? .status
        settings.logDirectory = reader.absolutePath("log_directory")
        settings.tracesDecisions = reader.yesOrNo("decision_trace") ?? true
        settings.traceMemory = Int(reader.number("trace_memory", in: 1...65_536) ?? 32) << 20
        settings.watching = Self.watchSettings(from: &reader)
        settings.web = Self.webSettings(from: &reader, sipPort: settings.sipPort)
        settings.collector = reader.collector()
        settings.trunks = [reader.peers(TrunkDefinition.optionName)].compactMap(\.self)
        if !reader.isMentioned("local_ip") { noteLocalDefault(&report) }
        if homeDomain == nil, !reader.isMentioned("home_domain") { addHomeDomainMistake(&report) }
        return homeDomain == nil ? nil : settings
    }
}

extension ConfigurationDirectory {
    private func directoryMistake() -> ConfigurationMistake? {
        let origin = ConfigurationOrigin(file: path)
        var status = stat()
        guard stat(path, &status) == 0 else {
            let reason = errno
            return ConfigurationMistake(
                at: origin,
                what: "the configuration directory cannot be used: \(systemText(reason))",
                remedy: reason == EACCES
                    ? "Give the node's user the right to enter it and those above it."
                    : "Create it and put home_domain=DOMAIN in its shared_config, or name"
                        + " another with --config."
            )
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return ConfigurationMistake(
                at: origin, what: "this is not a directory",
                remedy: "Name the directory that holds shared_config and user_settings.")
        }
        return nil
    }

    /// Names each option without effect once, where it stands last.
    private func noteOptions(_ lines: [AssignmentFile.Line], _ report: inout ConfigurationReport) {
        var last: [String: AssignmentFile.Line] = [:]
        for line in lines { last[line.name] = line }
        for (name, line) in last {
            switch OptionCatalogue.state(of: name) {
            case .supported: continue
            case .notYetSupported:
                let text = "The option \(name) is known and has no effect yet."
                report.add(ConfigurationNote(.unsupportedOption, at: line.origin, text))
            case .deprecated(let later):
                let hint = later.map { " Its later name is \($0)." } ?? ""
                let text = "The option \(name) is of an older Clearwater and has no effect.\(hint)"
                report.add(ConfigurationNote(.deprecated, at: line.origin, text))
            case nil:
                let hint = OptionCatalogue.nearest(to: name).map { " Did you mean \($0)?" } ?? ""
                let text = "There is no option \(name.inReport).\(hint)"
                report.add(ConfigurationNote(.unknownOption, at: line.origin, text))
            }
        }
    }

    /// Before `local_config` and `shared_config` there was one file, and its options would be
    /// missed.
    private func noteOldFile(_ report: inout ConfigurationReport) {
        let old = path(of: "config")
        guard access(old, F_OK) == 0 else { return }
        let text =
            "This file of older Clearwaters is not read. Move its lines to local_config and"
            + " shared_config."
        report.add(ConfigurationNote(.deprecated, at: ConfigurationOrigin(file: old), text))
    }

    private func noteLocalDefault(_ report: inout ConfigurationReport) {
        let origin = ConfigurationOrigin(file: path(of: "local_config"))
        let text =
            "local_ip is not set, so the node listens on 127.0.0.1 and this machine alone"
            + " reaches it."
        report.add(ConfigurationNote(.defaultTaken, at: origin, text))
    }

    private func addHomeDomainMistake(_ report: inout ConfigurationReport) {
        report.add(
            ConfigurationMistake(
                at: ConfigurationOrigin(file: path(of: "shared_config")),
                what: "home_domain is not set",
                remedy: "Add a line such as home_domain=example.com."))
    }
}
