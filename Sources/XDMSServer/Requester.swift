import Provisioning

/// Who asks, and for whose documents; both are known when this exists.
struct Requester: Sendable {
    /// As the audit trail names it.
    var name: String
    /// Whose documents the path names; nil for nobody's, which only whoever may see every user's
    /// gets to know.
    var owner: IdentityOwner?
    /// The path's user as it was written.
    var user: String

    var document: ServiceDocumentName { .simservs(of: owner?.identity ?? user) }
}
