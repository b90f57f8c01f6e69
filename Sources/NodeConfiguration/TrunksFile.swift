/// The file `trunks` of a configuration directory, for whoever edits it by command.
///
/// Lines that an edit is not about stay byte for byte: comments, order, spaces, line ends, and
/// mistakes. Nothing but this file is ever written; `trusted_peers` in `user_settings` stays the
/// operator's own.
package struct TrunksFile: Sendable {
    package let path: String

    package init(_ directory: ConfigurationDirectory) {
        path = directory.path(of: ConfigurationDirectory.trunksFileName)
    }

    /// What an edit did.
    package struct Edit: Equatable, Sendable {
        package let trunk: TrunkDefinition
        /// Worth telling the operator, such as a port that is ignored.
        package let notes: [ConfigurationNote]
    }

    /// Appends one trunk.
    ///
    /// - Parameter comment: put above the trunk, a line each; goes when the trunk is removed.
    /// - Throws: before anything is written: a bad name, a name that is taken, any bad or repeated
    ///   peer, a file that cannot be read or written.
    package func add(
        _ name: String, peers: [String], comment: [String] = []
    ) throws(TrunksFileError) -> Edit {
        try Self.check(name)
        let value = try Self.check(peers: peers)
        return try edit { bytes throws(TrunksFileError) in
            let existing = AssignmentFile(path: path, bytes: bytes, names: .trunk)
            if let line = existing.lines.first(where: { $0.name == name }) {
                throw .nameTaken(name, line.origin)
            }
            let end = Self.usesCRLF(bytes) ? "\r\n" : "\n"
            if let last = bytes.last, last != UInt8(ascii: "\n") { bytes += Array(end.utf8) }
            for text in comment {
                bytes += Array((Self.commentStart(name) + text.onOneLine + end).utf8)
            }
            bytes += Array("\(name)=\"\(value)\"\(end)".utf8)
            let line = bytes.count { $0 == UInt8(ascii: "\n") }
            let origin = ConfigurationOrigin(file: path, line: line)
            let list = PeerList(value, at: origin)
            return Edit(
                trunk: TrunkDefinition(name: name, entries: list.entries, origin: origin),
                notes: list.report.notes)
        }
    }

    /// Appends the trunk of a preset, under its own name or another, with a comment that dates it.
    package func add(
        _ preset: TrunkPreset, as name: String? = nil
    ) throws(TrunksFileError) -> Edit {
        let name = name ?? preset.name
        let comment =
            ["preset \(preset.name), \(preset.provider)", "as of: \(preset.asOf)"]
            + preset.sources.map { "source: \($0)" } + preset.cautions.map { "note: \($0)" }
        return try add(name, peers: preset.peers, comment: comment)
    }

    /// Takes out every line that names the trunk, and the comment that `add` put above it.
    ///
    /// - Returns: what was trusted through it.
    /// - Throws: if there is no such trunk, or the file cannot be read or written.
    package func remove(_ name: String) throws(TrunksFileError) -> TrunkDefinition {
        guard name != TrunkDefinition.optionName else { throw .reservedName }
        return try edit { bytes throws(TrunksFileError) in
            let file = AssignmentFile(path: path, bytes: bytes, names: .trunk)
            let named = file.lines.filter { $0.name == name }
            guard let first = named.first else {
                var names: [String] = []
                for line in file.lines where !names.contains(line.name) { names.append(line.name) }
                throw .noSuchTrunk(name, path, names)
            }
            var entries: [TrunkEntry] = []
            for line in named {
                for entry in PeerList(line.value ?? "", at: line.origin).entries
                where !entries.contains(where: { $0.kind == entry.kind }) { entries.append(entry) }
            }
            Self.cut(Set(named.compactMap(\.origin.line)), commentsOf: name, from: &bytes)
            return TrunkDefinition(name: name, entries: entries, origin: first.origin)
        }
    }

    func edit<Result>(
        _ change: (inout [UInt8]) throws(TrunksFileError) -> Result
    ) throws(TrunksFileError) -> Result {
        var file = try ReplaceableFile(path)
        var bytes = file.bytes
        let result = try change(&bytes)
        try file.replace(with: bytes)
        return result
    }
}

extension TrunksFile {
    static func check(_ name: String) throws(TrunksFileError) {
        guard AssignmentNameRule.trunk.allows(Array(name.utf8)) else { throw .badName(name) }
        guard name != TrunkDefinition.optionName else { throw .reservedName }
    }

    /// - Returns: the peers as they will stand in the file.
    static func check(peers: [String]) throws(TrunksFileError) -> String {
        let pieces = peers.flatMap { ListText($0).pieces }
        guard !pieces.isEmpty else { throw .noPeers }
        var faults: [TrunkEntryFault] = []
        var seen: Set<TrunkEntry.Kind> = []
        for piece in pieces {
            do {
                let entry = try TrunkEntry.read(piece).entry
                if !seen.insert(entry.kind).inserted {
                    faults.append(
                        TrunkEntryFault(
                            what: "\(piece.inReport) is given twice", remedy: "Give each peer once."
                        ))
                }
            } catch {
                faults.append(error)
            }
        }
        guard faults.isEmpty else { throw .badPeers(faults) }
        return pieces.joined(separator: ", ")
    }

    /// How a comment line begins that `add` writes and `remove` takes out.
    private static func commentStart(_ name: String) -> String { "# trunk \(name): " }

    private static func usesCRLF(_ bytes: [UInt8]) -> Bool {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")), end > 0 else { return false }
        return bytes[end - 1] == UInt8(ascii: "\r")
    }

    /// - Parameter numbers: lines to take out, counted from 1.
    private static func cut(_ numbers: Set<Int>, commentsOf name: String, from bytes: inout [UInt8])
    {
        var kept: [UInt8] = []
        // Comments of this trunk since the last other line: they go only with the trunk below them.
        var pending: [UInt8] = []
        let start = Array(commentStart(name).utf8)
        var rest = bytes[...]
        var number = 0
        while !rest.isEmpty {
            number += 1
            let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...]
            if numbers.contains(number) {
                pending = []
            } else if line.starts(with: start) {
                pending += line
            } else {
                kept += pending + line
                pending = []
            }
        }
        bytes = kept + pending
    }
}

extension String {
    /// Line ends become spaces, so that a comment stays one.
    fileprivate var onOneLine: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\n" || $0 == "\r" ? " " : $0 }))
    }
}
