/// Why a node is not put or removed (RFC 4825 11).
package enum EditingConflict: Error, Hashable, Sendable {
    /// There is nothing at the place to remove.
    case notFound
    /// What the node would be put into is not there.
    case noParent
    /// The content is not one element that is well formed.
    case notXMLFragment(XMLMistake)
    case notAttributeValue
    case notUTF8
    /// The selector would not name what was put, so that putting it again would not do the same.
    case cannotInsert(String)
    /// The selector would name another node then.
    case cannotDelete(String)
    /// The document would not be valid.
    case invalid([XMLMistake])
    /// The namespaces in scope are read, not written.
    case notWritable
}
