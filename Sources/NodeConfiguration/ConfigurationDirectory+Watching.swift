extension ConfigurationDirectory {
    /// Reads what concerns watching the node.
    static func watchSettings(from reader: inout OptionReader) -> WatchSettings {
        var watching = WatchSettings()
        watching.logFormat = reader.choice("log_format", of: LogFormat.self) ?? .text
        watching.callRecords = callRecords(&reader)
        watching.trunkPings = trunkPings(&reader)
        return watching
    }

    private static func callRecords(_ reader: inout OptionReader) -> WatchSettings.CallRecords? {
        let formats = reader.choices(
            "call_detail_records_format", of: WatchSettings.CallRecords.Format.self)
        let size = reader.number("call_detail_records_size", in: 1...100_000)
        guard let directory = reader.absolutePath("call_detail_records") else { return nil }
        var records = WatchSettings.CallRecords(directory: directory)
        if !formats.isEmpty { records.formats = formats }
        if let size { records.largestFile = size }
        return records
    }

    /// `SECONDS` for all trunks, `TRUNK:SECONDS` for one.
    private static func trunkPings(_ reader: inout OptionReader) -> WatchSettings.TrunkPings {
        let name = "trunk_options_ping"
        var pings = WatchSettings.TrunkPings()
        guard let value = reader.text(name)?.value else { return pings }
        let pieces = ListText(value).pieces
        var hasStandard = false
        for piece in pieces {
            let parts = piece.split(separator: ":", omittingEmptySubsequences: false)
            guard let seconds = interval(parts[parts.count - 1]), parts.count <= 2,
                parts.count == 1 ? !hasStandard : isNew(parts[0], in: pings)
            else {
                reader.refuse(
                    name, "\(piece.inReport) says not how often which trunk is asked",
                    "Write seconds for all trunks, TRUNK:SECONDS for one, such as"
                        + " \"30, voxbone:10, backup:0\": 5 to 3600, or 0 for never, each once.")
                return WatchSettings.TrunkPings()
            }
            if parts.count == 1 {
                pings.standard = seconds
                hasStandard = true
            } else {
                pings.byTrunk[String(parts[0])] = seconds
            }
        }
        reader.take(name, pieces.joined(separator: ", "))
        return pings
    }

    private static func interval(_ text: Substring) -> UInt32? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy(\.isASCIIDigit),
            let seconds = UInt32(text),
            seconds == 0 || (5...3600).contains(seconds)
        else { return nil }
        return seconds
    }

    private static func isNew(_ trunk: Substring, in pings: WatchSettings.TrunkPings) -> Bool {
        !trunk.isEmpty && pings.byTrunk[String(trunk)] == nil
    }
}

extension OptionReader {
    /// One of a few words.
    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        choices(name, of: type, atMost: 1).first
    }

    /// Some of a few words, none twice.
    mutating func choices<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type, atMost most: Int = .max
    ) -> [Choice] where Choice.RawValue == String {
        guard let value = text(name)?.value else { return [] }
        let pieces = ListText(value.lowercased()).pieces
        let chosen = pieces.compactMap { Choice(rawValue: $0) }
        guard chosen.count == pieces.count, Set(pieces).count == pieces.count,
            (1...most).contains(pieces.count)
        else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: most == 1 ? " or " : ", ")
            refuse(
                name, "\(value.inReport) is not what it can be",
                most == 1 ? "Write \(words)." : "Write one or more of \(words), each once.")
            return []
        }
        take(name, pieces.joined(separator: ", "))
        return chosen
    }
}
