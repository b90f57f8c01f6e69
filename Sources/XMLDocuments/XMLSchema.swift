import CXML
import Synchronization

/// A compiled XML Schema (XSD 1.0).
package final class XMLSchema: Sendable {
    // Read under `turn` alone: libxml2 promises little about schemas that several threads use.
    private nonisolated(unsafe) let compiled: xmlSchemaPtr
    private let turn = Mutex(())
    private let prefixes: [String: String]

    /// - Parameters:
    ///   - text: the schema's document, our own.
    ///   - imports: the documents that it imports, by the location that it names them with.
    ///   - prefixes: how its mistakes write names of a namespace.
    /// - Throws: the first mistake of the schema.
    package init(
        _ text: String, imports: [String: String] = [:], prefixes: [String: String] = [:]
    ) throws(XMLMistake) {
        XMLLibrary.prepare()
        for (location, text) in imports { SchemaSources.add(text, at: location) }
        let bytes = Array(text.utf8)
        let (schema, mistakes) = LibraryMistakes.during { () -> xmlSchemaPtr? in
            bytes.withUnsafeBytes { buffer in
                let context = xmlSchemaNewMemParserCtxt(
                    buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
                defer { xmlSchemaFreeParserCtxt(context) }
                return xmlSchemaParse(context)
            }
        }
        guard let schema, mistakes.isEmpty else {
            xmlSchemaFree(schema)
            throw mistakes.first ?? XMLMistake(.schema, line: 0, "the schema cannot be compiled")
        }
        compiled = schema
        self.prefixes = prefixes
    }

    deinit { xmlSchemaFree(compiled) }

    /// Everything in which the document is not as the schema has it, in the order of the document.
    package func mistakes(in document: XMLDocument) -> [XMLMistake] {
        let (result, mistakes) = turn.withLock { _ in
            LibraryMistakes.during(prefixes: prefixes) {
                let context = xmlSchemaNewValidCtxt(compiled)
                defer { xmlSchemaFreeValidCtxt(context) }
                return xmlSchemaValidateDoc(context, document.tree)
            }
        }
        if result != 0, mistakes.isEmpty {
            return [XMLMistake(.schema, line: 0, "the document is not as its schema has it")]
        }
        return mistakes
    }
}
