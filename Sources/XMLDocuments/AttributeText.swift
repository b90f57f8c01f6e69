/// A value of an attribute as it is written between quotes (XML 1.0 2.3, `AttValue`).
package enum AttributeText {
    private static let entities = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]

    /// The value that a text stands for, references resolved.
    ///
    /// - Returns: nil for `<`, for a reference to what XML itself does not define, and for
    ///   characters that XML does not have.
    package static func value(of text: String) -> String? {
        var value = ""
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "<": return nil
            case "&":
                guard let end = rest.firstIndex(of: ";") else { return nil }
                guard let resolved = resolved(String(rest[..<end])) else { return nil }
                value += resolved
                rest = rest[rest.index(after: end)...]
            case "\t", "\n", "\r": value += " "
            case _ where isCharacter(scalar): value.unicodeScalars.append(scalar)
            case _: return nil
            }
        }
        return value
    }

    /// How a value is written, whichever quotes stand around it.
    package static func text(of value: String) -> String {
        var text = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "<": text += "&lt;"
            case "&": text += "&amp;"
            case "\"": text += "&quot;"
            case "'": text += "&apos;"
            case "\t", "\n", "\r": text += "&#\(scalar.value);"
            case _: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func resolved(_ reference: String) -> String? {
        guard reference.hasPrefix("#") else { return entities[reference] }
        let isHexadecimal = reference.hasPrefix("#x")
        let digits = reference.dropFirst(isHexadecimal ? 2 : 1)
        guard digits.utf8.allSatisfy({ $0 != 0x2B && $0 != 0x2D }),
            let number = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(number), isCharacter(scalar)
        else { return nil }
        return String(scalar)
    }

    private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        case _: false
        }
    }
}
