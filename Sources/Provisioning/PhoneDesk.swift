package import Determinism

/// A phone that is registered for a line.
package struct RegisteredPhone: Hashable, Sendable {
    /// The Contact's URI.
    package var contact: String
    /// "UDP", "TCP".
    package var transport: String
    /// Where its packets come from, with port.
    package var source: String
    package var since: WallTime
    package var expires: WallTime
    package var userAgent: String
    /// False once its connection is known to be gone.
    package var isReachable: Bool

    package init(
        contact: String, transport: String, source: String, since: WallTime, expires: WallTime,
        userAgent: String, isReachable: Bool
    ) {
        self.contact = contact
        self.transport = transport
        self.source = source
        self.since = since
        self.expires = expires
        self.userAgent = userAgent
        self.isReachable = isReachable
    }
}

/// The registered phones of the running node.
package protocol PhoneDesk: Sendable {
    func phones(of publicIdentity: String) async throws(ProvisioningError) -> [RegisteredPhone]

    /// Ends one registration, durably; calls ring it no more when this returns.
    ///
    /// - Returns: false where no such contact is registered.
    func removePhone(
        _ contact: String, of publicIdentity: String, by author: Author
    ) async throws(ProvisioningError) -> Bool
}
