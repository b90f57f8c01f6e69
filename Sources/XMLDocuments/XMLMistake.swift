/// What is wrong with a document, and where.
package struct XMLMistake: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// Not XML, or not with namespaces as they must be.
        case notWellFormed
        /// Octets that are no UTF-8, or another encoding declared.
        case notUTF8
        /// More octets, deeper elements or more of them than are read.
        case tooBig
        /// A document type declaration, which may make other things of a document than it says.
        case documentType
        /// Not as the schema has it.
        case schema
        /// Two values that the schema wants to be different are the same.
        case notUnique
    }

    package var kind: Kind
    /// Counted from 1; 0 where the whole document is meant.
    package var line: Int
    /// One clause without a full stop.
    package var reason: String

    package init(_ kind: Kind, line: Int, _ reason: String) {
        self.kind = kind
        self.line = line
        self.reason = reason
    }
}

extension XMLMistake: CustomStringConvertible {
    package var description: String { line > 0 ? "line \(line): \(reason)" : reason }
}
