import GRDB
package import Provisioning
import Subscribers

extension SubscriberDatabase: SubscriberDirectory {
    package func owner(
        of identity: String
    ) async throws(ProvisioningError) -> IdentityOwner? {
        let key = Self.key(of: identity)
        let path = path
        return try await question { db in
            let found = try Row.fetchOne(
                db,
                sql: """
                    SELECT uri, registration_set FROM public_identities
                    WHERE uri = ?1 OR key = ?2 ORDER BY uri <> ?1, id LIMIT 1
                    """, arguments: [identity, key?.text])
            guard let found else { return nil }
            return try RegistrationSetReader.subscriber(found[1], db, path: path).map {
                IdentityOwner(identity: found[0], subscriber: $0)
            }
        }
    }

    /// What a URI or a user part is looked up by.
    private static func key(of identity: String) -> SubscriberKey? {
        if let uri = try? IdentityURI(identity) { return uri.key }
        guard !identity.contains(":") else { return nil }
        return SubscriberKey(String(identity.prefix { $0 != "@" }))
    }
}
