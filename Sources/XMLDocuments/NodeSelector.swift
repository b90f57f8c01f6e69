/// Names one node of a document: the part of an XCAP URI behind `~~` (RFC 4825 6.3).
///
/// Read into steps and walked over the tree by ourselves; no text of a client becomes a query that
/// somebody else interprets.
package struct NodeSelector: Hashable, Sendable {
    /// One step down: which child element.
    struct Step: Hashable, Sendable {
        /// nil for `*`.
        var name: XMLName?
        /// Counted from 1 among the children of the name.
        var position: Int?
        var attribute: Attribute?
    }

    struct Attribute: Hashable, Sendable {
        var name: XMLName
        var value: String
    }

    /// What of the element is meant.
    package enum Target: Hashable, Sendable {
        case element
        case attribute(XMLName)
        /// The namespaces that are in scope there (RFC 4825 6.4).
        case namespaces
    }

    /// From the root element on; never empty.
    let steps: [Step]
    package let target: Target

    /// Why a text is no selector.
    package struct Fault: Error, Hashable, Sendable {
        /// One clause.
        package let reason: String
    }

    /// - Parameters:
    ///   - text: without percent-encoding.
    ///   - namespaces: by their prefixes, as the URI's query binds them.
    ///   - defaultNamespace: of element names without a prefix.
    package init(
        _ text: String, namespaces: [String: String], defaultNamespace: String
    ) throws(Fault) {
        var reader = NodeSelectorReader(
            text, namespaces: namespaces, defaultNamespace: defaultNamespace)
        (steps, target) = try reader.selector()
    }

    /// The prefixes that an XPointer query binds: `xmlns(a=urn:x)xmlns(b=urn:y)`.
    ///
    /// XPointer xmlns() Scheme 3, RFC 4825 6.4.
    /// - Parameter query: without percent-encoding; "" where there is none.
    package static func namespaces(ofQuery query: String) throws(Fault) -> [String: String] {
        var namespaces: [String: String] = [:]
        var rest = Substring(query)
        while true {
            rest = rest.drop { $0 == " " }
            guard !rest.isEmpty else { return namespaces }
            guard rest.hasPrefix("xmlns("), let (binding, after) = parenthesized(rest.dropFirst(6)),
                let equals = binding.firstIndex(of: "=")
            else { throw Fault(reason: "the query is not of the form xmlns(prefix=namespace)") }
            let prefix = binding[..<equals].filter { $0 != " " }
            let namespace = binding[binding.index(after: equals)...].drop { $0 == " " }
            guard !prefix.isEmpty, !namespace.isEmpty else {
                throw Fault(reason: "the query binds an empty prefix or namespace")
            }
            namespaces[prefix] = String(namespace)
            rest = after
        }
    }

    /// What stands before the parenthesis that closes, `^` undone, and what follows it.
    private static func parenthesized(_ text: Substring) -> (String, Substring)? {
        var content = ""
        var depth = 0
        var rest = text
        while let character = rest.popFirst() {
            switch character {
            case "^":
                guard let escaped = rest.popFirst() else { return nil }
                content.append(escaped)
            case ")" where depth == 0: return (content, rest)
            case "(", ")":
                depth += character == "(" ? 1 : -1
                content.append(character)
            case _: content.append(character)
            }
        }
        return nil
    }
}
