package import NIOCore

/// A message taken apart for assertions, by a second, simple reader that shares nothing with the
/// one under test.
///
/// Lines end in CRLF and are never folded: that is how the engine writes, and how the tests write
/// to it.
package struct MessageView: Sendable, Hashable, CustomStringConvertible {
    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    package let startLine: String
    package let fields: [Field]
    package let body: String
    /// All of it, as text.
    package let text: String
    /// Of the top Via; empty without one.
    package private(set) var branch = ""

    package init(_ bytes: ByteBuffer) { self.init(String(buffer: bytes)) }

    package init(_ text: String) {
        self.text = text
        let (head, body) = Self.halves(of: Array(text.utf8))
        var lines = Self.lines(of: head)
        startLine = lines.isEmpty ? "" : lines.removeFirst()
        fields = lines.map { line in
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
                return Field(name: line, value: "")
            }
            return Field(
                name: Self.trimmed(line[..<colon]),
                value: Self.trimmed(line[line.index(after: colon)...]))
        }
        self.body = String(decoding: body, as: UTF8.self)
        branch = Self.parameter("branch", of: topVia) ?? ""
    }

    package var description: String { text }

    // MARK: - Questions

    package var isRequest: Bool { !startLine.hasPrefix("SIP/2.0 ") }
    /// nil for a request.
    package var status: Int? {
        isRequest ? nil : startLine.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    /// The method of a request, or of the CSeq of a response.
    package var method: String {
        isRequest
            ? String(startLine.prefix { $0 != " " })
            : String(self["CSeq"]?.split(separator: " ").last ?? "")
    }
    /// The Request-URI.
    package var uri: String {
        let parts = startLine.split(separator: " ")
        return isRequest && parts.count > 1 ? String(parts[1]) : ""
    }

    /// The value of the first field of that name, in any case.
    package subscript(name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The values of all fields of that name.
    package func all(_ name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The values of all fields of that name, comma-separated lists taken apart.
    package func values(_ name: String) -> [String] { all(name).flatMap(Self.listItems) }

    /// The names of the fields in order.
    package var names: [String] { fields.map(\.name) }

    package var topVia: String { self["Via"].flatMap { Self.listItems($0).first } ?? "" }
    package var callID: String { self["Call-ID"] ?? "" }
    package var cseq: Int { Int(self["CSeq"]?.prefix { $0 != " " } ?? "") ?? -1 }
    package var fromTag: String? { self["From"].flatMap { Self.parameter("tag", of: $0) } }
    package var toTag: String? { self["To"].flatMap { Self.parameter("tag", of: $0) } }
    package var maxForwards: Int? { self["Max-Forwards"].flatMap { Int($0) } }

    /// A `;name=value` parameter behind the angle brackets, if there are any.
    package static func parameter(_ name: String, of value: String) -> String? {
        let tail = value.lastIndex(of: ">").map { value[$0...] } ?? value[...]
        for part in tail.split(separator: ";").dropFirst() {
            let halves = part.split(separator: "=", maxSplits: 1)
            if halves.first.map({ trimmed($0) }) == name {
                return halves.count > 1 ? trimmed(halves[1]) : ""
            }
        }
        return nil
    }

    /// The URI of a name-addr or addr-spec.
    package static func uri(of value: String) -> String {
        guard let open = value.firstIndex(of: "<"), let close = value[open...].firstIndex(of: ">")
        else {
            return String(value.prefix { $0 != ";" })
        }
        return String(value[value.index(after: open)..<close])
    }

    // MARK: - Taking apart

    private static func halves(of bytes: [UInt8]) -> (head: [UInt8], body: [UInt8]) {
        for index in bytes.indices.dropLast(3)
        where bytes[index] == 0x0D && bytes[index + 1] == 0x0A && bytes[index + 2] == 0x0D
            && bytes[index + 3] == 0x0A
        {
            return (Array(bytes[..<index]), Array(bytes[(index + 4)...]))
        }
        return (bytes, [])
    }

    private static func lines(of head: [UInt8]) -> [String] {
        head.split(separator: 0x0A).map { line in
            String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var octets = text.utf8
        while let first = octets.first, first == 0x20 || first == 0x09 { octets.removeFirst() }
        while let last = octets.last, last == 0x20 || last == 0x09 { octets.removeLast() }
        return String(Substring(octets))
    }

    private static func listItems(_ value: String) -> [String] {
        var items: [String] = []
        var start = value.startIndex
        var inQuotes = false
        var inBrackets = false
        for index in value.utf8.indices {
            switch value.utf8[index] {
            case UInt8(ascii: "\""): inQuotes.toggle()
            case UInt8(ascii: "<") where !inQuotes: inBrackets = true
            case UInt8(ascii: ">") where !inQuotes: inBrackets = false
            case UInt8(ascii: ",") where !inQuotes && !inBrackets:
                items.append(trimmed(value[start..<index]))
                start = value.utf8.index(after: index)
            default: break
            }
        }
        items.append(trimmed(value[start...]))
        return items
    }
}
