/// Why a question or a change was not answered. Nothing was changed.
package struct ProvisioningError: Error, Hashable, Sendable {
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// There is no such account, number, identity, document.
        case notFound
        /// It is there already, or in use by somebody else.
        case conflict
        /// The value itself is of no use; `what` and `remedy` name it.
        case invalid
        /// It exists, and this author may not.
        case forbidden
        /// A document's entity tag is another than the caller expects (RFC 9110 13.1.1).
        case changedMeanwhile
        /// The number pool has none left.
        case exhausted
        /// The store cannot be read or written now.
        case unavailable
    }

    package var kind: Kind
    /// One clause without a full stop: `a@b.example has an account already`.
    package var what: String
    /// What to do about it, one clause, or "".
    package var remedy: String

    package init(_ kind: Kind, _ what: String, remedy: String = "") {
        self.kind = kind
        self.what = what
        self.remedy = remedy
    }
}

extension ProvisioningError: CustomStringConvertible {
    package var description: String { remedy.isEmpty ? what : "\(what); \(remedy)" }
}
