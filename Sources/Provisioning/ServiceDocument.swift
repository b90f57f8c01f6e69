package import Determinism

/// A document that the XML document management server keeps for a user (RFC 4825 6).
package struct ServiceDocument: Hashable, Sendable {
    package var content: [UInt8]
    /// Opaque, without quotes; another one after every change (RFC 4825 7.11).
    package var entityTag: String
    package var changed: WallTime

    package init(content: [UInt8], entityTag: String, changed: WallTime) {
        self.content = content
        self.entityTag = entityTag
        self.changed = changed
    }
}

/// Which document: application usage, user and name, as in its path.
package struct ServiceDocumentName: Hashable, Sendable {
    /// `org.etsi.ngn.simservs`.
    package var usage: String
    /// The XCAP user identifier as it is after unescaping, `sip:6505550000@example.com`.
    package var user: String
    /// `simservs.xml`.
    package var file: String

    package init(usage: String, user: String, file: String) {
        self.usage = usage
        self.user = user
        self.file = file
    }

    /// The telephony services of a user (TS 24.623).
    package static func simservs(of user: String) -> ServiceDocumentName {
        ServiceDocumentName(usage: "org.etsi.ngn.simservs", user: user, file: "simservs.xml")
    }
}

/// What a change expects to find (RFC 9110 13.1).
package enum DocumentCondition: Hashable, Sendable {
    case none
    /// `If-Match` with one of these tags.
    case matches([String])
    /// `If-Match: *`.
    case exists
    /// `If-None-Match: *`.
    case isAbsent
    /// `If-None-Match` with these tags.
    case differs([String])
}

/// Documents of users, durable when a call returns.
package protocol DocumentStore: Sendable {
    func document(_ name: ServiceDocumentName) async throws(ProvisioningError) -> ServiceDocument?

    /// - Returns: the stored document, and whether it is new.
    /// - Throws: `changedMeanwhile` where the condition does not hold.
    func putDocument(
        _ name: ServiceDocumentName, _ content: [UInt8], if condition: DocumentCondition,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> (document: ServiceDocument, isNew: Bool)

    /// - Returns: false where there was none.
    func removeDocument(
        _ name: ServiceDocumentName, if condition: DocumentCondition, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) -> Bool
}
