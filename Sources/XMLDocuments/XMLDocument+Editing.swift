import CXML

/// Putting and removing the one node that a selector names (RFC 4825 8.2.3 to 8.2.5).
///
/// A document of which a change was refused is of no more use: the change may be half done.
extension XMLDocument {
    /// What is wrong with a whole document; empty where nothing is.
    package typealias Judge = (XMLDocument) -> [XMLMistake]

    /// Inserts or replaces a node.
    ///
    /// - Returns: true where it was not there before.
    package func put(
        _ content: [UInt8], at selector: NodeSelector, judge: Judge
    ) throws(EditingConflict) -> Bool {
        guard String(validating: content, as: UTF8.self) != nil else { throw .notUTF8 }
        switch selector.target {
        case .namespaces: throw .notWritable
        case .attribute(let name): return try putAttribute(name, content, selector, judge)
        case .element: return try putElement(content, selector, judge)
        }
    }

    /// Removes a node.
    package func remove(_ selector: NodeSelector, judge: Judge) throws(EditingConflict) {
        switch node(selector) {
        case nil: throw .notFound
        case .namespaces: throw .notWritable
        case .attribute(of: let element, let name, _): element.setAttribute(name, to: nil)
        case .element(let element):
            guard element.parent != nil else {
                throw .cannotDelete("without its root element it would be no document")
            }
            element.remove()
        }
        guard node(selector) == nil else {
            throw .cannotDelete("the selector would name the next node; name it by an attribute")
        }
        try judgeAll(judge)
    }

    // MARK: - Attributes

    private func putAttribute(
        _ name: XMLName, _ content: [UInt8], _ selector: NodeSelector, _ judge: Judge
    ) throws(EditingConflict) -> Bool {
        guard let value = AttributeText.value(of: String(decoding: content, as: UTF8.self)) else {
            throw .notAttributeValue
        }
        guard let element = element(selector.steps[...]) else { throw .noParent }
        let isNew = element.attribute(name) == nil
        element.setAttribute(name, to: value)
        guard node(selector) != nil else {
            throw .cannotInsert("the selector would not name the element any more")
        }
        try judgeAll(judge)
        return isNew
    }

    // MARK: - Elements

    private func putElement(
        _ content: [UInt8], _ selector: NodeSelector, _ judge: Judge
    ) throws(EditingConflict) -> Bool {
        let steps = selector.steps
        let last = steps[steps.count - 1]
        guard steps.count > 1 else {
            guard last.choice(among: [root]) != nil else {
                throw .cannotInsert("a document has one root element")
            }
            try replaceRoot(by: content, last)
            try judgeAll(judge)
            return false
        }
        guard let parent = element(steps.dropLast()) else { throw .noParent }
        let fragment = try fragment(content, in: parent)
        guard last.hasName(of: fragment), last.hasAttribute(fragment) else {
            xmlFreeNode(fragment.node)
            throw .cannotInsert("the selector would not name the element that is put")
        }
        if let present = last.choice(among: parent.children) {
            xmlReplaceNode(present.node, fragment.node)
            xmlFreeNode(present.node)
            guard isNamed(fragment, by: steps) else {
                throw .cannotInsert("the selector would not name the element that is put")
            }
            try judgeAll(judge)
            return false
        }
        try insert(fragment, into: parent, steps, judge)
        return true
    }

    private func replaceRoot(
        by content: [UInt8], _ step: NodeSelector.Step
    ) throws(EditingConflict) {
        let new: XMLDocument
        do throws(XMLMistake) {
            new = try XMLDocument(content, limits: limits)
        } catch {
            throw .notXMLFragment(error)
        }
        guard step.choice(among: [new.root]) != nil else {
            throw .cannotInsert("the selector would not name the element that is put")
        }
        guard let copy = xmlDocCopyNode(new.root.node, tree, 1) else {
            fatalError("no memory to copy an element")
        }
        let old = root.node
        xmlReplaceNode(old, copy)
        xmlFreeNode(old)
    }

    /// Puts a new element where the selector names it and the document is valid with it.
    ///
    /// The standard leaves the place to the server where the selector does: the last that is right.
    private func insert(
        _ fragment: XMLElement, into parent: XMLElement, _ steps: [NodeSelector.Step],
        _ judge: Judge
    ) throws(EditingConflict) {
        let places: [Int]
        do throws(EditingConflict) {
            places = try Self.places(
                for: steps[steps.count - 1], of: fragment, among: parent.children)
        } catch {
            xmlFreeNode(fragment.node)
            throw error
        }
        var mistakes: [XMLMistake]?
        for place in places {
            let children = parent.children
            if children.indices.contains(place) {
                xmlAddPrevSibling(children[place].node, fragment.node)
            } else {
                xmlAddChild(parent.node, fragment.node)
            }
            if isNamed(fragment, by: steps) {
                let found = allMistakes(judge)
                guard !found.isEmpty else { return }
                mistakes = mistakes ?? found
            }
            xmlUnlinkNode(fragment.node)
        }
        xmlFreeNode(fragment.node)
        guard let mistakes else {
            throw .cannotInsert("the selector would not name the element that is put")
        }
        throw .invalid(mistakes)
    }

    /// Before which children the element may stand, the best first.
    private static func places(
        for step: NodeSelector.Step, of fragment: XMLElement, among children: [XMLElement]
    ) throws(EditingConflict) -> [Int] {
        let alike = children.indices.filter { step.hasName(of: children[$0]) }
        let everywhere = Array((0...children.count).reversed().prefix(64))
        if let position = step.position {
            guard position <= alike.count + 1 else {
                throw .cannotInsert(
                    "there are \(alike.count) such elements, and none can be left out")
            }
            if position <= alike.count { return [alike[position - 1]] }
            return alike.last.map { last in everywhere.filter { $0 > last } } ?? everywhere
        }
        // Behind the last of its name, so that those before it keep their positions.
        let last = children.indices.last { children[$0].name == fragment.name }
        return last.map { last in [last + 1] } ?? everywhere
    }

    private func isNamed(_ element: XMLElement, by steps: [NodeSelector.Step]) -> Bool {
        self.element(steps[...])?.node == element.node
    }

    /// Reads one element with the namespaces that are in scope in its parent to be.
    private func fragment(
        _ content: [UInt8], in parent: XMLElement
    ) throws(EditingConflict) -> XMLElement {
        let content = Self.withoutDeclaration(content)
        do throws(XMLMistake) {
            try Self.check(content, limits)
        } catch {
            throw .notXMLFragment(error)
        }
        var list: xmlNodePtr?
        let (_, mistakes) = LibraryMistakes.during {
            content.withUnsafeBytes { buffer in
                xmlParseInNodeContext(
                    parent.node, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                    Int32(buffer.count), XMLLibrary.options, &list)
            }
        }
        var elements: [xmlNodePtr] = []
        var hasText = false
        var next = list
        while let node = next {
            next = node.pointee.next
            xmlUnlinkNode(node)
            if node.pointee.type == XML_ELEMENT_NODE {
                elements.append(node)
                continue
            }
            let isText = node.pointee.type != XML_COMMENT_NODE && node.pointee.type != XML_PI_NODE
            hasText = hasText || isText && xmlIsBlankNode(node) == 0
            xmlFreeNode(node)
        }
        guard mistakes.isEmpty, elements.count == 1, !hasText else {
            for element in elements { xmlFreeNode(element) }
            throw .notXMLFragment(
                mistakes.first
                    ?? XMLMistake(.notWellFormed, line: 0, "the content is not one element"))
        }
        return XMLElement(node: elements[0], document: self)
    }

    /// Many clients begin an element as if it were a document.
    private static func withoutDeclaration(_ content: [UInt8]) -> [UInt8] {
        guard content.starts(with: Array("<?xml ".utf8)) else { return content }
        let end = content.indices.first {
            content[$0] == UInt8(ascii: ">") && content[$0 - 1] == UInt8(ascii: "?")
        }
        return end.map { Array(content[($0 + 1)...]) } ?? content
    }

    private func judgeAll(_ judge: Judge) throws(EditingConflict) {
        let mistakes = allMistakes(judge)
        guard mistakes.isEmpty else { throw .invalid(mistakes) }
    }

    private func allMistakes(_ judge: Judge) -> [XMLMistake] {
        if let mistake = Self.sizeFault(of: tree, limits) { return [mistake] }
        return judge(self)
    }
}
