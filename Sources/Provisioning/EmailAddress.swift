/// What is taken for a person's e-mail address: `local@domain` in ASCII, without quotes or
/// comments (RFC 5321 4.1.2, the dot-string form), so that it can stand in a mail header, a path
/// and a line of a log as it is.
package enum EmailAddress {
    package static func isValid(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x40, omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].count <= 64 else { return false }
        return isDotted(parts[0], isLocal: true) && isDotted(parts[1], isLocal: false)
    }

    /// How addresses are compared: nobody's mailbox differs from another's by case alone.
    package static func key(_ text: String) -> String { text.lowercased() }

    private static func isDotted(_ octets: Substring.UTF8View.SubSequence, isLocal: Bool) -> Bool {
        octets.split(separator: 0x2E, omittingEmptySubsequences: false).allSatisfy { label in
            !label.isEmpty && label.allSatisfy { isLocal ? isAtom($0) : isHost($0) }
        }
    }

    private static func isHost(_ octet: UInt8) -> Bool {
        switch octet {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D: true
        case _: false
        }
    }

    private static func isAtom(_ octet: UInt8) -> Bool {
        isHost(octet) || "!#$%&'*+/=?^_`{|}~".utf8.contains(octet)
    }
}
