package import Determinism
import Foundation
import GRDB
package import Provisioning

/// Public user identities: who is called.
extension SubscriberDatabase {
    /// Public identities of one set at most: all are listed when a phone registers.
    static let mostIdentities = 100

    package func putPublicIdentity(
        _ identity: PublicIdentity, in profile: ServiceProfileID, of set: RegistrationSetID,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        let uri = try IdentityURI(identity.uri)
        try await provision { db in
            try ProvisionedRows.require(profile, in: set, db)
            let element = identity.element.isEmpty ? nil : Data(identity.element)
            if let standing = try Self.place(of: identity.uri, db) {
                guard standing.profile == profile else {
                    throw ProvisioningError(
                        .forbidden, "\(identity.uri) belongs to another service profile",
                        remedy: "remove it from \(standing.profile.uuid) first")
                }
                try db.execute(
                    sql: "UPDATE public_identities SET barred = ?, element = ? WHERE uri = ?",
                    arguments: [identity.isBarred, element, identity.uri])
            } else {
                try Self.checkRoom(for: uri, in: set, db)
                try db.execute(
                    sql: """
                        INSERT INTO public_identities
                        (uri, key, user, registration_set, service_profile, barred, element)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: [
                        uri.text, uri.key.text, uri.user, set.row, profile.row, identity.isBarred,
                        element,
                    ])
            }
            try Audit.write("put public identity", identity.uri, by: author, now: now, db)
        }
    }

    /// A number is one name space over all domains and schemes: a trunk that dials it cannot mean
    /// two subscribers.
    private static func checkRoom(
        for uri: IdentityURI, in set: RegistrationSetID, _ db: Database
    ) throws {
        let other = try String.fetchOne(
            db,
            sql: """
                SELECT uri FROM public_identities WHERE key = ? AND registration_set <> ? LIMIT 1
                """,
            arguments: [uri.key.text, set.row])
        if let other {
            throw ProvisioningError(
                .conflict, "\(uri.text) is called like \(other), which another subscriber has",
                remedy: "put it into that one's registration set, or remove that one first")
        }
        let count = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM public_identities WHERE registration_set = ?",
            arguments: [set.row])
        guard count ?? 0 < mostIdentities else {
            throw ProvisioningError(
                .conflict, "\(set.uuid) has \(mostIdentities) public identities already",
                remedy: "make another registration set")
        }
    }

    package func publicIdentity(_ uri: String) async throws(ProvisioningError) -> PublicIdentity {
        try await question { db in
            let found = try Row.fetchOne(
                db, sql: "SELECT barred, element FROM public_identities WHERE uri = ?",
                arguments: [uri])
            guard let found else { throw ProvisionedRows.noIdentity(uri) }
            let element: Data? = found[1]
            return PublicIdentity(
                uri: uri, isBarred: found[0], element: element.map { Array($0) } ?? [])
        }
    }

    package func removePublicIdentity(
        _ uri: String, from profile: ServiceProfileID, of set: RegistrationSetID, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            let standing = try Self.place(of: uri, db)
            guard standing?.profile == profile, standing?.set == set else { return false }
            try db.execute(sql: "DELETE FROM public_identities WHERE uri = ?", arguments: [uri])
            try Audit.write("remove public identity", uri, by: author, now: now, db)
            return true
        }
    }

    package func place(ofPublic uri: String) async throws(ProvisioningError)
        -> PublicIdentityPlace
    {
        try await question { db in
            guard let place = try Self.place(of: uri, db) else {
                throw ProvisionedRows.noIdentity(uri)
            }
            return place
        }
    }

    package func privateIdentities(ofPublic uri: String) async throws(ProvisioningError)
        -> [String]
    {
        try await question { db in
            guard let place = try Self.place(of: uri, db) else {
                throw ProvisionedRows.noIdentity(uri)
            }
            return try ProvisionedRows.privateIdentities(of: place.set, db)
        }
    }

    package func publicIdentities(
        chunk: Int, of proportion: Int
    ) async throws(ProvisioningError) -> [PublicIdentityPlace] {
        guard proportion > 0, (0..<proportion).contains(chunk) else {
            throw ProvisioningError(
                .invalid, "\(chunk) is no part of \(proportion)",
                remedy: "count the chunks from 0")
        }
        return try await question { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT uri, registration_set, service_profile FROM public_identities
                    WHERE id % ? = ? ORDER BY id
                    """, arguments: [proportion, chunk]
            ).map(Self.place)
        }
    }

    /// Public identities in the order of their URIs, one page.
    ///
    /// - Cost: O(limit), wherever the page is.
    package func publicIdentities(
        after uri: String, limit: Int
    ) async throws(ProvisioningError) -> [String] {
        try await question { db in
            try String.fetchAll(
                db, sql: "SELECT uri FROM public_identities WHERE uri > ? ORDER BY uri LIMIT ?",
                arguments: [uri, limit])
        }
    }

    private static func place(of uri: String, _ db: Database) throws -> PublicIdentityPlace? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT uri, registration_set, service_profile FROM public_identities WHERE uri = ?
                """, arguments: [uri]
        ).map(place)
    }

    private static func place(_ row: Row) -> PublicIdentityPlace {
        PublicIdentityPlace(
            uri: row[0], set: RegistrationSetID(row: row[1]), profile: ServiceProfileID(row: row[2])
        )
    }
}
