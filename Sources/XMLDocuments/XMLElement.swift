import CXML

/// An element of a document; it keeps the document alive.
///
/// Not to be used after it was removed from the document.
package struct XMLElement {
    let node: xmlNodePtr
    package let document: XMLDocument

    init(node: xmlNodePtr, document: XMLDocument) {
        self.node = node
        self.document = document
    }

    package var name: XMLName {
        XMLName(
            String(cString: node.pointee.name),
            in: node.pointee.ns.map { $0.pointee.href.map { String(cString: $0) } ?? "" } ?? "")
    }

    /// Counted from 1.
    package var line: Int { xmlGetLineNo(node) }

    package var parent: XMLElement? {
        guard let parent = node.pointee.parent, parent.pointee.type == XML_ELEMENT_NODE else {
            return nil
        }
        return XMLElement(node: parent, document: document)
    }

    /// The child elements; text and comments between them are left out.
    package var children: [XMLElement] {
        var children: [XMLElement] = []
        var next = xmlFirstElementChild(node)
        while let child = next {
            children.append(XMLElement(node: child, document: document))
            next = xmlNextElementSibling(child)
        }
        return children
    }

    package func children(_ name: XMLName) -> [XMLElement] { children.filter { $0.name == name } }

    /// The first child of the name.
    package func child(_ name: XMLName) -> XMLElement? { children.first { $0.name == name } }

    /// The text of the element and all below, entities resolved.
    package var text: String {
        guard let content = xmlNodeGetContent(node) else { return "" }
        defer { xml_release(content) }
        return String(cString: content)
    }

    /// The text without white space at its ends.
    package var trimmedText: String {
        let isSpace = { (character: Character) in character.isASCII && character.isWhitespace }
        let head = text.drop(while: isSpace)
        return String(head.reversed().drop(while: isSpace).reversed())
    }

    package func attribute(_ name: XMLName) -> String? {
        let value =
            name.namespace.isEmpty
            ? xmlGetNoNsProp(node, name.local) : xmlGetNsProp(node, name.local, name.namespace)
        guard let value else { return nil }
        defer { xml_release(value) }
        return String(cString: value)
    }

    /// The element as it would stand alone: with every namespace that it uses, in UTF-8.
    package var bytes: [UInt8] {
        // A copy declares what the original took from the elements around it.
        guard let copy = xmlDocCopyNode(node, nil, 1), let buffer = xmlBufferCreate() else {
            fatalError("no memory to write an element")
        }
        defer {
            xmlFreeNode(copy)
            xmlBufferFree(buffer)
        }
        xmlNodeDump(buffer, document.tree, copy, 0, 0)
        let count = Int(xmlBufferLength(buffer))
        return Array(UnsafeBufferPointer(start: xmlBufferContent(buffer), count: count))
    }
}
