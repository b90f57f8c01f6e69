import Mustache

/// Writes any text as text of HTML, in an element or in a quoted attribute.
///
/// The library's own escaping goes by `Character`, and a quotation mark with a combining accent
/// after it is one `Character` that is no quotation mark to it, but is one to a browser.
struct MarkupEscaping: MustacheContentType {
    static let name = "MARKUP"

    func escapeText(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "&": out += "&amp;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case _: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
