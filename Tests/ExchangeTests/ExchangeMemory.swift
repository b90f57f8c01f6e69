import Foundation

/// What answers had where `${name}` stands, and how an answer is compared with what is expected.
struct ExchangeMemory {
    private var values: [String: String] = [:]

    subscript(_ name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The text with everything put in that is known; `${%name}` is percent-encoded.
    func filled(_ text: String) -> String {
        values.reduce(text) { text, value in
            let escaped =
                value.value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            return text.replacing("${\(value.key)}", with: value.value)
                .replacing("${%\(value.key)}", with: escaped)
        }
    }

    /// Compares a text with a pattern, taking what stands at the names that are not known yet.
    mutating func matches(_ text: String, _ pattern: String) -> Bool {
        let pattern = filled(pattern)
        guard let start = pattern.range(of: "${"),
            let end = pattern.range(of: "}", range: start.upperBound..<pattern.endIndex)
        else {
            guard let star = pattern.range(of: "*") else { return text == pattern }
            return text.hasPrefix(pattern[..<star.lowerBound])
                && text.dropFirst(pattern[..<star.lowerBound].count)
                    .hasSuffix(pattern[star.upperBound...])
        }
        let before = pattern[..<start.lowerBound]
        let after = pattern[end.upperBound...]
        guard text.hasPrefix(before), text.count > before.count + after.count else { return false }
        let rest = text.dropFirst(before.count)
        let stop = after.first.flatMap { rest.firstIndex(of: $0) } ?? rest.endIndex
        values[String(pattern[start.upperBound..<end.lowerBound])] = String(rest[..<stop])
        return matches(text, filled(pattern))
    }

    /// Compares JSON: the same members, "*" for any text, 0.5 for any number.
    mutating func matches(json: Any, _ pattern: Any) -> Bool {
        switch (json, pattern) {
        case (let json as [String: Any], let pattern as [String: Any]):
            guard json.keys.sorted() == pattern.keys.sorted() else { return false }
            // In the order of their names, so that it is known which one names what.
            for key in pattern.keys.sorted() {
                guard matches(json: json[key]!, pattern[key]!) else { return false }
            }
            return true
        case (let json as [Any], let pattern as [Any]):
            guard json.count == pattern.count else { return false }
            for (json, pattern) in zip(json, pattern) {
                guard matches(json: json, pattern) else { return false }
            }
            return true
        case (let json as String, let pattern as String):
            return pattern == "*" ? !json.isEmpty : matches(json, pattern)
        case (let json as NSNumber, let pattern as NSNumber):
            return pattern == 0.5 || json == pattern
        default:
            return json is NSNull && pattern is NSNull
        }
    }
}
