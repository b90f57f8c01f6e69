package import Determinism
import Foundation
import GRDB
package import Provisioning

/// Service profiles: public identities of a set with the same filter criteria.
extension SubscriberDatabase {
    package func addServiceProfile(
        to set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> ServiceProfileID {
        try await provision { db in
            try ProvisionedRows.require(set, db)
            try db.execute(
                sql: "INSERT INTO service_profiles (registration_set) VALUES (?)",
                arguments: [set.row])
            let profile = ServiceProfileID(row: db.lastInsertedRowID)
            try Audit.write(
                "add service profile", "\(profile.uuid) to \(set.uuid)", by: author, now: now, db)
            return profile
        }
    }

    package func removeServiceProfile(
        _ profile: ServiceProfileID, of set: RegistrationSetID, by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            guard try ProvisionedRows.has(profile, in: set, db) else { return false }
            try db.execute(
                sql: "DELETE FROM service_profiles WHERE id = ?", arguments: [profile.row])
            try Audit.write(
                "remove service profile", "\(profile.uuid) of \(set.uuid)", by: author, now: now, db
            )
            return true
        }
    }

    package func publicIdentities(
        of profile: ServiceProfileID, in set: RegistrationSetID
    ) async throws(ProvisioningError) -> [String] {
        try await question { db in
            try ProvisionedRows.require(profile, in: set, db)
            return try String.fetchAll(
                db, sql: "SELECT uri FROM public_identities WHERE service_profile = ? ORDER BY id",
                arguments: [profile.row])
        }
    }

    package func filterCriteria(
        of profile: ServiceProfileID, in set: RegistrationSetID
    ) async throws(ProvisioningError) -> [UInt8] {
        try await question { db in
            try ProvisionedRows.require(profile, in: set, db)
            let document = try Data.fetchOne(
                db, sql: "SELECT filter_criteria FROM service_profiles WHERE id = ?",
                arguments: [profile.row])
            guard let document else {
                throw ProvisioningError(
                    .notFound, "the service profile \(profile.uuid) has no filter criteria yet",
                    remedy: "put some first")
            }
            return Array(document)
        }
    }

    package func putFilterCriteria(
        _ document: [UInt8], of profile: ServiceProfileID, in set: RegistrationSetID,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { db in
            try ProvisionedRows.require(profile, in: set, db)
            try db.execute(
                sql: "UPDATE service_profiles SET filter_criteria = ? WHERE id = ?",
                arguments: [Data(document), profile.row])
            try Audit.write("put filter criteria", profile.uuid, by: author, now: now, db)
        }
    }
}
