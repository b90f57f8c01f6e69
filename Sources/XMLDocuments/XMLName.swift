/// The name of an element or attribute: its namespace and the name in it (Namespaces in XML 1.0).
///
/// Prefixes play no part: they are how a document spells a name, not what it is.
package struct XMLName: Hashable, Sendable {
    /// Empty for a name in no namespace.
    package var namespace: String
    package var local: String

    package init(_ local: String, in namespace: String = "") {
        self.namespace = namespace
        self.local = local
    }
}
