import NetworkAddresses

/// One preset file: `name=value` lines as in the files of options.
struct TrunkPresetFile {
    /// Nil where the file has a mistake: half a list would be taken for the provider's whole.
    let preset: TrunkPreset?
    let report: ConfigurationReport

    /// What a file may say.
    private static let names = [
        "provider", "as_of", "signalling", "sms", "media", "unconfirmed", "source", "caution",
        "called", "caller", "contact", "from_host", "user_agent", "header", "example_caller",
        "messages", "message_type", "options_seconds", "identity", "dialect_source",
    ]
    private static let repeatable: Set<String> = [
        "signalling", "sms", "media", "unconfirmed", "source", "caution", "header",
        "dialect_source",
    ]

    /// - Parameter name: the file's own without its ending.
    /// - Parameter origin: nil for a preset of this release.
    init(_ file: AssignmentFile, name: String, origin: ConfigurationOrigin?) {
        var reader = PresetReader(file)
        reader.refuseUnknown(Self.names, repeatable: Self.repeatable)
        if !AssignmentNameRule.trunk.allows(Array(name.utf8)) {
            reader.complain(
                nil, "\(name.inReport) cannot be the name of a preset",
                "Call the file by a-z, 0-9, _ and -, and .preset after that.")
        }
        let groups = [("signalling", "signalling"), ("SMS", "sms")].map {
            TrunkPreset.Group(purpose: $0.0, peers: reader.peers($0.1))
        }
        if groups.allSatisfy(\.peers.isEmpty) {
            reader.complain(nil, "the preset has no addresses", "Add a line signalling=ADDRESSES.")
        }
        let preset = TrunkPreset(
            name: name, provider: reader.required("provider"),
            groups: groups.filter { !$0.peers.isEmpty }, media: reader.peers("media"),
            unconfirmed: reader.peers("unconfirmed"), asOf: reader.required("as_of"),
            sources: reader.values("source"), cautions: reader.values("caution"),
            dialect: Self.dialect(&reader), origin: origin)
        self.preset = reader.report.hasMistakes ? nil : preset
        report = reader.report
    }

    private static func dialect(_ reader: inout PresetReader) -> TrunkPreset.Dialect {
        var dialect = TrunkPreset.Dialect()
        dialect.called = reader.choice("called") ?? dialect.called
        dialect.caller = reader.choice("caller") ?? dialect.caller
        dialect.contact = reader.choice("contact") ?? dialect.contact
        dialect.messages = reader.choice("messages") ?? dialect.messages
        dialect.fromHost = reader.checked("from_host", "a host name or an address") {
            HostName($0) != nil || IPAddress($0) != nil
        }
        dialect.userAgent = reader.values("user_agent").last
        dialect.headers = reader.headers()
        dialect.exampleCaller =
            reader.checked("example_caller", "digits with the country code") {
                (1...15).contains($0.utf8.count) && $0.utf8.allSatisfy(\.isASCIIDigit)
            } ?? dialect.exampleCaller
        dialect.messageType = reader.values("message_type").last ?? dialect.messageType
        dialect.optionsSeconds = reader.checked("options_seconds", "seconds from 1 to 65535") {
            UInt16(decimal: $0).map { $0 > 0 } ?? false
        }.flatMap { Int($0) }
        let identity = reader.checked("identity", "Y or N") { $0 == "Y" || $0 == "N" }
        dialect.signsIdentity = identity == "Y"
        dialect.sources = reader.values("dialect_source")
        return dialect
    }
}

/// Takes the lines of a preset file apart and gathers what is wrong with them.
struct PresetReader {
    private let file: AssignmentFile
    private(set) var report: ConfigurationReport

    init(_ file: AssignmentFile) {
        self.file = file
        report = file.report
    }

    mutating func complain(_ origin: ConfigurationOrigin?, _ what: String, _ remedy: String) {
        report.add(
            ConfigurationMistake(
                at: origin ?? ConfigurationOrigin(file: file.path), what: what, remedy: remedy))
    }

    mutating func refuseUnknown(_ names: [String], repeatable: Set<String>) {
        var seen: Set<String> = []
        for line in file.lines {
            if !names.contains(line.name) {
                let bytes = Array(line.name.utf8)
                let near = names.min {
                    editDistance(bytes, Array($0.utf8)) < editDistance(bytes, Array($1.utf8))
                }
                complain(
                    line.origin, "a preset has no line \(line.name.inReport)",
                    "Did you mean \(near ?? names[0])?")
            } else if !seen.insert(line.name).inserted, !repeatable.contains(line.name) {
                complain(
                    line.origin, "\(line.name) stands here twice", "Keep one of the two lines.")
            }
        }
    }

    func values(_ name: String) -> [String] {
        file.lines.filter { $0.name == name }.compactMap(\.value)
    }

    mutating func required(_ name: String) -> String {
        let value = values(name).last ?? ""
        if value.isEmpty {
            complain(nil, "the preset has no \(name)", "Add a line \(name)=\"…\".")
        }
        return value
    }

    mutating func peers(_ name: String) -> [String] {
        var peers: [String] = []
        for line in file.lines where line.name == name {
            guard let value = line.value else { continue }
            let list = PeerList(value, at: line.origin)
            report.add(list.report)
            peers += list.entries.map(\.text)
        }
        return peers
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        let all = Choice.allCases.map(\.rawValue)
        return checked(name, all.joined(separator: " or "), all.contains).flatMap(Choice.init)
    }

    /// - Parameter expected: what the value should be, for the complaint.
    mutating func checked(
        _ name: String, _ expected: String, _ isGood: (String) -> Bool
    ) -> String? {
        guard let line = file.lines.last(where: { $0.name == name }), let value = line.value
        else { return nil }
        guard isGood(value) else {
            complain(line.origin, "\(value.inReport) is no value of \(name)", "Write \(expected).")
            return nil
        }
        return value
    }

    mutating func headers() -> [String] {
        var headers: [String] = []
        for line in file.lines where line.name == "header" {
            guard let value = line.value else { continue }
            let name = value.prefix { $0 != ":" }
            let isGood =
                !name.isEmpty && name.utf8.count < value.utf8.count
                && name.utf8.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == 0x2D }
            if isGood {
                headers.append(value)
            } else {
                complain(
                    line.origin, "\(value.inReport) is no header field", "Write NAME: VALUE.")
            }
        }
        return headers
    }
}
