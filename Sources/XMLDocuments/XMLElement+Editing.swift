import CXML

extension XMLElement {
    /// Replaces everything within the element by a text.
    package func setText(_ text: String) {
        while let child = node.pointee.children {
            xmlUnlinkNode(child)
            xmlFreeNode(child)
        }
        xmlNodeAddContent(node, text)
    }

    /// Sets an attribute, or removes it with nil.
    package func setAttribute(_ name: XMLName, to value: String?) {
        let space = name.namespace.isEmpty ? nil : space(of: name.namespace, forAttribute: true)
        if let value {
            xmlSetNsProp(node, space, name.local, value)
        } else if name.namespace.isEmpty {
            xmlUnsetProp(node, name.local)
        } else if let space {
            xmlUnsetNsProp(node, space, name.local)
        }
    }

    /// Adds an empty element as a child, by the prefix that the document has for its namespace.
    ///
    /// - Parameter place: among the child elements; at the end where there are fewer.
    @discardableResult
    package func addChild(_ name: XMLName, at place: Int? = nil) -> XMLElement {
        guard let child = xmlNewDocNode(document.tree, nil, name.local, nil) else {
            fatalError("no memory to add an element")
        }
        let children = children
        if let place, children.indices.contains(place) {
            xmlAddPrevSibling(children[place].node, child)
        } else {
            xmlAddChild(node, child)
        }
        let element = XMLElement(node: child, document: document)
        if !name.namespace.isEmpty {
            xmlSetNs(child, element.space(of: name.namespace, forAttribute: false))
        } else if let inherited = xmlSearchNs(document.tree, child, nil),
            inherited.pointee.href.map({ $0.pointee != 0 }) == true
        {
            xmlNewNs(child, "", nil)
        }
        return element
    }

    /// Takes the element out of the document for good.
    package func remove() {
        xmlUnlinkNode(node)
        xmlFreeNode(node)
    }

    /// The declaration of a namespace that is in scope, or a new one on this element.
    private func space(of namespace: String, forAttribute: Bool) -> xmlNsPtr? {
        if let space = xmlSearchNsByHref(document.tree, node, namespace),
            !forAttribute || space.pointee.prefix != nil
        {
            return space
        }
        guard forAttribute else { return xmlNewNs(node, namespace, nil) }
        var number = 0
        while xmlSearchNs(document.tree, node, "ns\(number)") != nil { number += 1 }
        return xmlNewNs(node, namespace, "ns\(number)")
    }
}
