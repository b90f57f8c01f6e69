import GRDB
import Subscribers

/// Reads the subscribers that are not the usual ones: with several identities or logins, or others
/// than their number's.
enum RegistrationSetReader {
    /// - Returns: nil for a set without identities.
    static func subscriber(_ set: Int64, _ db: Database, path: String) throws -> Subscriber? {
        let identities = try RawStatement(
            """
            SELECT uri, user, key, barred FROM public_identities WHERE registration_set = ?1
            ORDER BY id
            """, in: db)
        identities.bind(set, at: 1)
        var first: String?
        var found: [ImplicitRegistrationSet.Identity] = []
        while try identities.step() {
            if first == nil { first = identities.text(1) }
            guard let key = SubscriberKey(identities.text(2)) else { continue }
            found.append(
                ImplicitRegistrationSet.Identity(
                    uri: identities.text(0), key: key, isBarred: identities.integer(3) != 0))
        }
        guard let first else { return nil }
        let logins = try logins(of: set, db, path: path)
        return Subscriber(
            id: set, user: first, set: ImplicitRegistrationSet(identities: found, logins: logins))
    }

    private static func logins(
        of set: Int64, _ db: Database, path: String
    ) throws -> [ImplicitRegistrationSet.Login] {
        let members = try RawStatement(
            """
            SELECT name, user, digest_hashes FROM set_members
            JOIN private_identities ON id = private_identity
            WHERE registration_set = ?1 ORDER BY id
            """, in: db)
        members.bind(set, at: 1)
        var found: [ImplicitRegistrationSet.Login] = []
        while try members.step() {
            let name = members.text(0)
            guard let hashes = members.withBlob(2, { DigestHashBlob.decode($0) }) else {
                throw StorageError(
                    .corrupt, "the row of \(name) cannot be read", at: path,
                    remedy: "put that private identity again, or put back a backup")
            }
            // No user is empty: a null column reads as that.
            let user = members.text(1)
            found.append(
                ImplicitRegistrationSet.Login(
                    name: name, user: user.isEmpty ? nil : user, digestHashes: hashes))
        }
        return found
    }
}
