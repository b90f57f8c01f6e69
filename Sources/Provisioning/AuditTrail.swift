package import Determinism

/// One change that somebody asked for: written in the same transaction as the change.
package struct AuditEntry: Hashable, Sendable {
    package var number: Int64
    package var at: WallTime
    package var author: Author
    /// A short verb and noun: `add line`, `set password`.
    package var action: String
    /// What it was done to; never a secret.
    package var object: String

    package init(number: Int64, at: WallTime, author: Author, action: String, object: String) {
        self.number = number
        self.at = at
        self.author = author
        self.action = action
        self.object = object
    }
}

/// Who changed what, newest first.
package protocol AuditTrail: Sendable {
    /// - Parameter before: the number of the oldest entry that was seen already, nil from the
    ///   newest.
    func audit(before: Int64?, limit: Int) async throws(ProvisioningError) -> [AuditEntry]

    /// Adds what was done outside the store, such as a change of the trunks file.
    func record(_ action: String, _ object: String, by author: Author, now: WallTime)
        async throws(ProvisioningError)
}
