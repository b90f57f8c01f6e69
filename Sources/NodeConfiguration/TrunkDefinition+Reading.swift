/// The good entries of one peer list, and what is to be said about the rest.
struct PeerList {
    private(set) var entries: [TrunkEntry] = []
    private(set) var report = ConfigurationReport()

    /// Reads a comma-separated list. A bad entry is left out and reported; the good ones stay.
    init(_ value: String, at origin: ConfigurationOrigin) {
        let list = ListText(value)
        if list.emptyCount > 0 {
            report.add(
                ConfigurationNote(.surplusEntry, at: origin, "The list has a comma too many."))
        }
        for piece in list.pieces {
            do {
                let (entry, port) = try TrunkEntry.read(piece)
                if let port { note(entry, port, origin) }
                add(entry, origin)
            } catch {
                let remedy = "\(error.remedy) It is not trusted."
                report.add(ConfigurationMistake(at: origin, what: error.what, remedy: remedy))
            }
        }
    }

    private mutating func note(_ entry: TrunkEntry, _ port: UInt16, _ origin: ConfigurationOrigin) {
        report.add(
            ConfigurationNote(
                .ignoredPort, at: origin,
                "\(entry.text.inReport): the port \(port) is ignored; "
                    + "\(entry) is trusted whichever port it sends from."))
    }

    private mutating func add(_ entry: TrunkEntry, _ origin: ConfigurationOrigin) {
        if entries.contains(where: { $0.kind == entry.kind }) {
            let text = "\(entry.text.inReport) stands in the list twice."
            report.add(ConfigurationNote(.surplusEntry, at: origin, text))
        } else {
            entries.append(entry)
        }
    }
}

extension TrunkDefinition {
    /// Reads the trunks of a file, one `NAME="peer, peer"` a line.
    ///
    /// A name that stands twice is a mistake, and both lines' good entries are kept: neither line
    /// says that the other's peers should be refused.
    static func read(_ file: AssignmentFile) -> (
        trunks: [TrunkDefinition], report: ConfigurationReport
    ) {
        var trunks: [TrunkDefinition] = []
        var report = file.report
        for line in file.lines {
            guard line.name != optionName else {
                report.add(
                    ConfigurationMistake(
                        at: line.origin, what: "\"\(optionName)\" is an option, not a trunk's name",
                        remedy: "Set it in user_settings, or give the trunk another name."))
                continue
            }
            guard let value = line.value else { continue }
            let list = PeerList(value, at: line.origin)
            report.add(list.report)
            if let index = trunks.firstIndex(where: { $0.name == line.name }) {
                let first = trunks[index]
                report.add(
                    ConfigurationMistake(
                        at: line.origin,
                        what:
                            "the trunk \"\(line.name)\" stands in line \(first.origin.line ?? 0)"
                            + " already",
                        remedy: "Join the two lines, or give one another name."))
                let known = Set(first.entries.map(\.kind))
                trunks[index] = TrunkDefinition(
                    name: first.name,
                    entries: first.entries + list.entries.filter { !known.contains($0.kind) },
                    origin: first.origin)
            } else {
                trunks.append(
                    TrunkDefinition(name: line.name, entries: list.entries, origin: line.origin))
            }
        }
        return (trunks, report)
    }
}
