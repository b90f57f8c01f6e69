package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase: AuditTrail {
    package func audit(
        before: Int64?, limit: Int
    ) async throws(ProvisioningError) -> [AuditEntry] {
        try await question { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, at, who, interface, source, action, object FROM audit
                    WHERE id < ? ORDER BY id DESC LIMIT ?
                    """, arguments: [before ?? .max, max(limit, 0)]
            ).map { row in
                // Written by a later version: shown as the node's own.
                let interface = Author.Interface(rawValue: row[3]) ?? .node
                return AuditEntry(
                    number: row[0], at: WallTime(milliseconds: row[1]),
                    author: Author(who: row[2], interface: interface, source: row[4]),
                    action: row[5], object: row[6])
            }
        }
    }

    package func record(
        _ action: String, _ object: String, by author: Author, now: WallTime
    ) async throws(ProvisioningError) {
        try await provision { try Audit.write(action, object, by: author, now: now, $0) }
    }
}
