/// One JSON object on one line, member by member (RFC 8259).
///
/// Whatever a peer wrote, the line is valid, has no line break but its last, and does nothing to a
/// terminal.
package struct JSONLine: Sendable {
    private var text = "{"

    package init() {}

    package mutating func add(_ name: String, _ value: String) {
        begin(name)
        Self.append(value, to: &text)
    }

    package mutating func add(_ name: String, _ value: some BinaryInteger) {
        begin(name)
        text += "\(value)"
    }

    /// With three digits behind the point.
    ///
    /// - Units: `milliseconds` becomes seconds.
    package mutating func add(_ name: String, seconds milliseconds: Int64) {
        begin(name)
        text += Decimals.seconds(milliseconds)
    }

    package mutating func addNull(_ name: String) {
        begin(name)
        text += "null"
    }

    /// The object, with the line's end.
    package consuming func finish() -> String { text + "}\n" }

    private mutating func begin(_ name: String) {
        if text.utf8.count > 1 { text += "," }
        Self.append(name, to: &text)
        text += ":"
    }

    private static func append(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where isAwkward(scalar): text += escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// Controls, line separators, and what turns the direction of the text around it.
    private static func isAwkward(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            || (0x2028...0x202E).contains(scalar.value)
            || (0x2066...0x2069).contains(scalar.value)
    }

    /// All of them are within the first plane.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
