import CXML

/// A node of a document.
package enum SelectedNode {
    case element(XMLElement)
    /// With its value.
    case attribute(of: XMLElement, XMLName, String)
    case namespaces(of: XMLElement)
}

extension XMLDocument {
    /// The one node that the selector names.
    ///
    /// RFC 4825 6.3: every step selects exactly one element, or there is no such node.
    package func node(_ selector: NodeSelector) -> SelectedNode? {
        guard let element = element(selector.steps[...]) else { return nil }
        switch selector.target {
        case .element: return .element(element)
        case .namespaces: return .namespaces(of: element)
        case .attribute(let name):
            return element.attribute(name).map { .attribute(of: element, name, $0) }
        }
    }

    func element(_ steps: ArraySlice<NodeSelector.Step>) -> XMLElement? {
        var element: XMLElement?
        for step in steps {
            guard let next = step.choice(among: element.map(\.children) ?? [root]) else {
                return nil
            }
            element = next
        }
        return element
    }
}

extension NodeSelector.Step {
    func choice(among elements: [XMLElement]) -> XMLElement? {
        var chosen = elements.filter { hasName(of: $0) }
        if let position {
            guard chosen.indices.contains(position - 1) else { return nil }
            chosen = [chosen[position - 1]]
        }
        chosen = chosen.filter { hasAttribute($0) }
        return chosen.count == 1 ? chosen[0] : nil
    }

    func hasName(of element: XMLElement) -> Bool { name == nil || element.name == name }

    func hasAttribute(_ element: XMLElement) -> Bool {
        guard let attribute else { return true }
        return element.attribute(attribute.name) == attribute.value
    }
}

extension XMLElement {
    /// The element without its content, with every namespace that is in scope (RFC 4825 7.10).
    package var namespaceBindings: [UInt8] {
        var text = "<" + qualifiedName
        if let list = xmlGetNsList(document.tree, node) {
            defer { xml_release(list) }
            var place = 0
            while let space = list[place] {
                let prefix = space.pointee.prefix.map { ":" + String(cString: $0) } ?? ""
                let href = space.pointee.href.map { String(cString: $0) } ?? ""
                text += " xmlns\(prefix)=\"\(AttributeText.text(of: href))\""
                place += 1
            }
        }
        return Array((text + "/>").utf8)
    }

    /// As the document writes it.
    private var qualifiedName: String {
        let prefix = node.pointee.ns.flatMap { $0.pointee.prefix.map { String(cString: $0) } }
        return prefix.map { "\($0):\(name.local)" } ?? name.local
    }
}
