extension TrunksFile {
    /// Adds peers to a trunk, or makes it if there is none of that name.
    ///
    /// The trunk's line is written anew with its peers as they stood and the new ones behind them;
    /// a comment at its end stays.
    /// - Throws: before anything is written: a bad name or peer, a peer that the trunk has already,
    ///   a line that cannot be read, a file that cannot be read or written.
    package func allow(
        _ peers: [String], on name: String
    ) throws(TrunksFileError) -> Edit {
        let file = AssignmentFile(path: path, names: .trunk)
        guard file.lines.contains(where: { $0.name == name }) else {
            return try add(name, peers: peers)
        }
        return try extend(name, by: peers)
    }

    private func extend(_ name: String, by peers: [String]) throws(TrunksFileError) -> Edit {
        try Self.check(name)
        _ = try Self.check(peers: peers)
        return try edit { bytes throws(TrunksFileError) in
            let file = AssignmentFile(path: path, bytes: bytes, names: .trunk)
            guard let line = file.lines.first(where: { $0.name == name }),
                let number = line.origin.line, let old = line.value
            else { throw .unreadable(Self.mistake(of: name, file)) }
            let present = ListText(old).pieces
            let value = try Self.check(peers: present + peers)
            var lines = bytes.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
            ).map(Array.init)
            lines[number - 1] = Self.rewritten(lines[number - 1], name, value)
            bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
            let list = PeerList(value, at: line.origin)
            return Edit(
                trunk: TrunkDefinition(name: name, entries: list.entries, origin: line.origin),
                notes: list.report.notes)
        }
    }

    /// The line with another value; `export` before it and what stands behind it stay.
    private static func rewritten(_ line: [UInt8], _ name: String, _ value: String) -> [UInt8] {
        // It was read as an assignment, so there is one.
        let equals = line.firstIndex(of: UInt8(ascii: "=")) ?? line.endIndex
        var quote: UInt8?
        var place = equals
        scan: while place + 1 < line.count {
            place += 1
            let byte = line[place]
            switch byte {
            case UInt8(ascii: "\\") where quote != UInt8(ascii: "'"): place += 1
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                if quote == nil { quote = byte } else if quote == byte { quote = nil }
            case _ where quote == nil && (byte.isBlank || byte == UInt8(ascii: "\r")):
                place -= 1
                break scan
            default: break
            }
        }
        let tail = line.dropFirst(place + 1)
        return line[..<equals] + Array("=\"\(value)\"".utf8) + tail
    }

    private static func mistake(of name: String, _ file: AssignmentFile) -> ConfigurationMistake {
        let origin = file.lines.first { $0.name == name }?.origin
        return file.report.mistakes.first { $0.origin == origin }
            ?? ConfigurationMistake(
                at: origin ?? ConfigurationOrigin(file: file.path),
                what: "the trunk \(name.inReport) cannot be read", remedy: "Try again.")
    }
}
