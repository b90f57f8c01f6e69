/// Octets of peers as text that a terminal and a page may show.
///
/// What is not UTF-8 is shown as `?`; so are control characters and marks that change the
/// direction of writing, by which a message could play with the reader's screen.
package enum Legible {
    package static func text(_ octets: some Collection<UInt8>) -> String {
        let octets = Array(octets)
        if octets.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0.isLineEnd || $0 == 0x09 }) {
            return String(decoding: octets, as: UTF8.self)
        }
        guard let text = String(validating: octets, as: UTF8.self) else {
            return String(
                decoding: octets.map { isPlain($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
        }
        return Self.text(text)
    }

    /// Text that was made from a peer's octets.
    package static func text(_ text: String) -> String {
        var shown = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { shown.append(isHarmless(scalar) ? scalar : "?") }
        return String(shown)
    }

    private static func isPlain(_ octet: UInt8) -> Bool {
        octet >= 0x20 && octet < 0x7F || octet.isLineEnd || octet == 0x09
    }

    private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: true
        case 0x00...0x1F, 0x7F...0x9F: false
        case 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: false
        default: true
        }
    }
}
