/// Reads a node selector, one character after the other (RFC 4825 6.3, the grammar).
struct NodeSelectorReader {
    private static let mostSteps = 64
    private static let xml = "http://www.w3.org/XML/1998/namespace"

    private var rest: Substring
    private let namespaces: [String: String]
    private let defaultNamespace: String

    init(_ text: String, namespaces: [String: String], defaultNamespace: String) {
        rest = Substring(text)
        self.namespaces = namespaces
        self.defaultNamespace = defaultNamespace
    }

    mutating func selector() throws(NodeSelector.Fault)
        -> (steps: [NodeSelector.Step], target: NodeSelector.Target)
    {
        var steps: [NodeSelector.Step] = []
        var target = NodeSelector.Target.element
        while true {
            if !steps.isEmpty, take("@") {
                target = .attribute(try attributeName())
                break
            } else if !steps.isEmpty, take("namespace::*") {
                target = .namespaces
                break
            }
            steps.append(try step())
            guard steps.count <= Self.mostSteps else { throw fault("it has too many steps") }
            guard take("/"), !rest.isEmpty else { break }
        }
        // A slash at the end makes no difference.
        _ = rest == "/" ? take("/") : false
        guard rest.isEmpty else { throw fault("'\(rest.prefix(20))' was not expected") }
        return (steps, target)
    }

    private mutating func step() throws(NodeSelector.Fault) -> NodeSelector.Step {
        var step = NodeSelector.Step(name: nil, position: nil, attribute: nil)
        if !take("*") { step.name = try name(defaultNamespace: defaultNamespace) }
        if rest.hasPrefix("["), !rest.hasPrefix("[@") {
            _ = take("[")
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let position = Int(digits), position > 0 else {
                throw fault("a position is a number from 1 on")
            }
            step.position = position
            rest = rest.dropFirst(digits.count)
            guard take("]") else { throw fault("a ']' is missing") }
        }
        if take("[@") {
            let name = try attributeName()
            guard take("=") else { throw fault("an attribute is compared with '='") }
            step.attribute = NodeSelector.Attribute(name: name, value: try quotedValue())
            guard take("]") else { throw fault("a ']' is missing") }
        }
        return step
    }

    private mutating func attributeName() throws(NodeSelector.Fault) -> XMLName {
        let name = try name(defaultNamespace: "")
        guard name != XMLName("xmlns") else { throw fault("a namespace is no attribute") }
        return name
    }

    private mutating func name(defaultNamespace: String) throws(NodeSelector.Fault) -> XMLName {
        let first = try word()
        guard take(":") else { return XMLName(first, in: defaultNamespace) }
        guard let namespace = first == "xml" ? Self.xml : namespaces[first] else {
            throw fault("the prefix '\(first)' is not bound; add xmlns(\(first)=…) to the query")
        }
        return XMLName(try word(), in: namespace)
    }

    /// A name without a colon (Namespaces in XML 1.0 4, somewhat wider beyond ASCII).
    private mutating func word() throws(NodeSelector.Fault) -> String {
        let word = rest.prefix { character in
            character == "_" || character == "-" || character == "."
                || character.isLetter || character.isNumber
        }
        guard let first = word.first, first == "_" || first.isLetter else {
            throw fault("a name was expected at '\(rest.prefix(20))'")
        }
        rest = rest.dropFirst(word.count)
        return String(word)
    }

    private mutating func quotedValue() throws(NodeSelector.Fault) -> String {
        guard let quote = rest.popFirst(), quote == "\"" || quote == "'",
            let end = rest.firstIndex(of: quote)
        else { throw fault("a value stands in quotes") }
        let written = rest[..<end]
        rest = rest[rest.index(after: end)...]
        guard let value = AttributeText.value(of: String(written)) else {
            throw fault("'\(written.prefix(20))' is no value of an attribute")
        }
        return value
    }

    private mutating func take(_ text: String) -> Bool {
        guard rest.hasPrefix(text) else { return false }
        rest = rest.dropFirst(text.count)
        return true
    }

    private func fault(_ reason: String) -> NodeSelector.Fault {
        NodeSelector.Fault(reason: "the node selector cannot be read: \(reason)")
    }
}
