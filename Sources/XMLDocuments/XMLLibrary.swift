import CXML

/// libxml2 as a whole.
enum XMLLibrary {
    /// Nothing from the network, line numbers beyond 65535; entities stay as they are.
    static let options = Int32(
        XML_PARSE_NONET.rawValue | XML_PARSE_NOWARNING.rawValue | XML_PARSE_BIG_LINES.rawValue)

    /// Makes the library ready for use from several threads.
    static func prepare() { prepared }

    /// The loader of everything that a document or schema refers to finds schemas of ours only:
    /// no file, no network, whatever a parser is told or forgets.
    private static let prepared: Void = {
        xmlInitParser()
        xmlSetExternalEntityLoader { location, _, context in
            guard let location, let text = SchemaSources.text(of: String(cString: location)) else {
                return nil
            }
            return xmlNewStringInputStream(context, text)
        }
    }()
}
