extension Assignment {
    /// Reads one line, its end already taken away.
    ///
    /// - Returns: nil for a blank line or a comment.
    /// - Cost: O(length of the line).
    static func read(
        line: some Sequence<UInt8>, names rule: AssignmentNameRule
    ) throws(AssignmentFault) -> Assignment? {
        let bytes = Array(line)
        var rest = bytes.drop(while: \.isBlank)
        if rest.isEmpty || rest.first == UInt8(ascii: "#") { return nil }
        let export = Array("export".utf8)
        if rest.starts(with: export), rest.dropFirst(export.count).first?.isBlank == true {
            rest = rest.dropFirst(export.count).drop(while: \.isBlank)
        }
        guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else {
            throw AssignmentFault(name: nil, kind: .noEqualsSign(text(rest)))
        }
        let written = rest[..<equals]
        let trimmed = written.trimmed
        guard rule.allows(trimmed) else {
            throw AssignmentFault(name: nil, kind: .badName(text(trimmed), rule))
        }
        let name = text(trimmed)
        guard trimmed.count == written.count else {
            throw AssignmentFault(name: name, kind: .spaceAroundEqualsSign)
        }
        var value = ValueReader(rest: rest[(equals + 1)...])
        do {
            return Assignment(name: name, value: try value.read())
        } catch {
            throw AssignmentFault(name: name, kind: error)
        }
    }

    private static func text(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}

/// Walks over one value, piece by piece, as a shell would.
private struct ValueReader {
    var rest: ArraySlice<UInt8>
    var value: [UInt8] = []

    mutating func read() throws(AssignmentFault.Kind) -> String {
        let startsBlank = rest.first?.isBlank == true
        // A shell would put a home directory here.
        if rest.first == UInt8(ascii: "~") { throw .expansion("~") }
        while let byte = rest.first, !byte.isBlank {
            rest.removeFirst()
            switch byte {
            case UInt8(ascii: "'"): try readSingleQuoted()
            case UInt8(ascii: "\""): try readDoubleQuoted()
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { throw .continuedLine }
                value.append(next)
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                throw .expansion(Character(UnicodeScalar(byte)))
            case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"),
                UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
                throw .shellCharacter(Character(UnicodeScalar(byte)))
            default: value.append(byte)
            }
        }
        let after = rest.trimmed
        if let first = after.first, first != UInt8(ascii: "#") {
            throw startsBlank
                ? .spaceAroundEqualsSign
                : .textAfterValue(String(decoding: after, as: UTF8.self))
        }
        return String(decoding: value, as: UTF8.self)
    }

    private mutating func readSingleQuoted() throws(AssignmentFault.Kind) {
        guard let end = rest.firstIndex(of: UInt8(ascii: "'")) else { throw .unclosedQuote("'") }
        value += rest[..<end]
        rest = rest[(end + 1)...]
    }

    private mutating func readDoubleQuoted() throws(AssignmentFault.Kind) {
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "$"), UInt8(ascii: "`"):
                throw .expansion(Character(UnicodeScalar(byte)))
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { throw .unclosedQuote("\"") }
                // Between double quotes a backslash protects only these four.
                if ![0x22, 0x24, 0x5C, 0x60].contains(next) { value.append(byte) }
                value.append(next)
            default: value.append(byte)
            }
        }
        throw .unclosedQuote("\"")
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces and tabs at either end.
    var trimmed: ArraySlice<UInt8> {
        var slice = drop(while: \.isBlank)
        while let last = slice.last, last.isBlank { slice.removeLast() }
        return slice
    }
}
