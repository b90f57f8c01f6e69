import Provisioning
import Storage
import Subscribers

/// A user as the original's tools print one.
struct UserDisplay {
    let database: SubscriberDatabase
    var isShort = false

    func show(_ uri: String) async throws {
        let names = try await database.privateIdentities(ofPublic: uri)
        var lines = isShort ? [] : ["Public User ID \(uri):"]
        for name in names {
            let hash = try await database.privateIdentity(name).digestHash.hexadecimal
            lines +=
                isShort
                ? ["\(uri)/\(name): \(hash)"]
                : ["  Private User ID \(name):", "    HA1 digest: \(hash)"]
        }
        if !isShort {
            lines.append("  iFC:")
            lines += try await criteria(of: uri).split(separator: "\n").map { "    " + $0 }
        }
        say(lines.joined(separator: "\n"))
    }

    private func criteria(of uri: String) async throws -> String {
        let place = try await database.place(ofPublic: uri)
        do throws(ProvisioningError) {
            return String(
                decoding: try await database.filterCriteria(of: place.profile, in: place.set),
                as: UTF8.self)
        } catch {
            guard error.kind == .notFound else { throw error }
            return "none"
        }
    }
}
