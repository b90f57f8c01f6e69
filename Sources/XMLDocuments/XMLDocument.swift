import CXML

/// A parsed XML document: the one owner of libxml2's tree.
///
/// Not `Sendable`: whoever parses a document uses it, in one task. Elements that were taken from it
/// keep it alive.
package final class XMLDocument {
    /// How much of a stranger's document is read.
    package struct Limits: Hashable, Sendable {
        package var octets: Int
        package var depth: Int
        package var elements: Int

        package init(octets: Int = 256 * 1024, depth: Int = 64, elements: Int = 10_000) {
            self.octets = octets
            self.depth = depth
            self.elements = elements
        }
    }

    let tree: xmlDocPtr
    package let limits: Limits

    /// Reads a document that a stranger sent.
    ///
    /// No entity is expanded but the five of XML itself, nothing is fetched from anywhere, and a
    /// document type declaration is refused as soon as it is met.
    /// - Throws: the first mistake.
    package init(_ bytes: [UInt8], limits: Limits = Limits()) throws(XMLMistake) {
        self.limits = limits
        tree = try Self.parse(bytes, limits)
        if let mistake = Self.fault(of: tree, limits) { throw mistake }
    }

    /// A new document with an empty root element.
    package init(root name: XMLName, prefix: String? = nil) {
        XMLLibrary.prepare()
        limits = Limits()
        tree = xmlNewDoc("1.0")
        let node = xmlNewDocNode(tree, nil, name.local, nil)!
        xmlDocSetRootElement(tree, node)
        if !name.namespace.isEmpty { xmlSetNs(node, xmlNewNs(node, name.namespace, prefix)) }
    }

    deinit { xmlFreeDoc(tree) }

    package var root: XMLElement { XMLElement(node: xmlDocGetRootElement(tree), document: self) }

    /// The document as UTF-8 with an XML declaration; nothing is reformatted.
    package var bytes: [UInt8] {
        var memory: UnsafeMutablePointer<xmlChar>?
        var count: Int32 = 0
        xmlDocDumpMemoryEnc(tree, &memory, &count, "UTF-8")
        guard let memory else { fatalError("no memory to write a document") }
        defer { xml_release(memory) }
        return Array(UnsafeBufferPointer(start: memory, count: Int(count)))
    }

    // MARK: - Reading

    private static func parse(_ bytes: [UInt8], _ limits: Limits) throws(XMLMistake) -> xmlDocPtr {
        try check(bytes, limits)
        XMLLibrary.prepare()
        guard let context = xmlNewParserCtxt() else { fatalError("no memory to read a document") }
        defer { xmlFreeParserCtxt(context) }
        var hasDocumentType = false
        let (tree, mistakes) = withUnsafeMutablePointer(to: &hasDocumentType) { flag in
            context.pointee._private = UnsafeMutableRawPointer(flag)
            // Called when `<!DOCTYPE` has been read and nothing of what it declares.
            context.pointee.sax.pointee.internalSubset = { parser, _, _, _ in
                guard let parser else { return }
                let context = parser.assumingMemoryBound(to: xmlParserCtxt.self)
                context.pointee._private?.assumingMemoryBound(to: Bool.self).pointee = true
                xmlStopParser(context)
            }
            return LibraryMistakes.during {
                bytes.withUnsafeBytes { buffer in
                    xmlCtxtReadMemory(
                        context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                        Int32(buffer.count), nil, nil, XMLLibrary.options)
                }
            }
        }
        guard !hasDocumentType, mistakes.isEmpty, let tree else {
            xmlFreeDoc(tree)
            guard !hasDocumentType else {
                throw XMLMistake(
                    .documentType, line: Int(context.pointee.input?.pointee.line ?? 0),
                    "a document type declaration (<!DOCTYPE>) is not allowed")
            }
            throw mistakes.first
                ?? XMLMistake(.notWellFormed, line: 0, "the document is empty")
        }
        return tree
    }

    static func check(_ bytes: [UInt8], _ limits: Limits) throws(XMLMistake) {
        guard bytes.count <= limits.octets else {
            throw XMLMistake(
                .tooBig, line: 0, "\(bytes.count) octets, and \(limits.octets) are read at most")
        }
        guard !bytes.isEmpty else {
            throw XMLMistake(.notWellFormed, line: 0, "the document is empty")
        }
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw XMLMistake(.notUTF8, line: 0, "the octets are not UTF-8")
        }
    }

    private static func fault(of tree: xmlDocPtr, _ limits: Limits) -> XMLMistake? {
        if let name = tree.pointee.encoding.map({ String(cString: $0).uppercased() }),
            !["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(name)
        {
            return XMLMistake(.notUTF8, line: 1, "encoding \(name) is declared; only UTF-8 is read")
        }
        return sizeFault(of: tree, limits)
    }

    /// What makes the document too big, without recursion: its depth is what is in doubt.
    static func sizeFault(of tree: xmlDocPtr, _ limits: Limits) -> XMLMistake? {
        var depth = 1
        var elements = 0
        var next = xmlDocGetRootElement(tree)
        while let node = next {
            elements += 1
            guard depth <= limits.depth, elements <= limits.elements else {
                let what = depth > limits.depth ? "deep" : "many"
                let limit = depth > limits.depth ? limits.depth : limits.elements
                return XMLMistake(
                    .tooBig, line: xmlGetLineNo(node),
                    "elements are too \(what): \(limit) are read at most")
            }
            if let child = xmlFirstElementChild(node) {
                next = child
                depth += 1
                continue
            }
            var place: xmlNodePtr? = node
            next = nil
            while let current = place, depth > 1 {
                if let sibling = xmlNextElementSibling(current) {
                    next = sibling
                    break
                }
                place = current.pointee.parent
                depth -= 1
            }
        }
        return nil
    }
}
