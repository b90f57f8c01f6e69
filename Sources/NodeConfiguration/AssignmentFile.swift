/// The assignments of one file in their order, and the mistakes among its lines.
struct AssignmentFile {
    /// One assignment and where it stands.
    struct Line: Equatable {
        let name: String
        /// Nil if the line names something but its value cannot be read; the mistake is in the
        /// report.
        let value: String?
        let origin: ConfigurationOrigin
    }

    let path: String
    private(set) var lines: [Line] = []
    private(set) var report = ConfigurationReport()
    /// False if there is no such file.
    private(set) var exists = true

    init(path: String, names rule: AssignmentNameRule) {
        self.path = path
        switch ConfigurationText.read(path) {
        case .missing: exists = false
        case .unusable(let mistake): report.add(mistake)
        case .bytes(let bytes): readLines(of: bytes, rule)
        }
    }

    init(path: String, bytes: [UInt8], names rule: AssignmentNameRule) {
        self.path = path
        readLines(of: bytes, rule)
    }

    private mutating func readLines(of bytes: [UInt8], _ rule: AssignmentNameRule) {
        // Some editors begin a UTF-8 file with a byte order mark.
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        let pieces = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, piece) in pieces.enumerated() {
            let origin = ConfigurationOrigin(file: path, line: index + 1)
            let line = piece.last == UInt8(ascii: "\r") ? piece.dropLast() : piece
            do {
                guard let read = try Assignment.read(line: line, names: rule) else { continue }
                lines.append(Line(name: read.name, value: read.value, origin: origin))
            } catch {
                report.add(ConfigurationMistake(at: origin, what: error.what, remedy: error.remedy))
                if let name = error.name {
                    lines.append(Line(name: name, value: nil, origin: origin))
                }
            }
        }
    }
}
