import Determinism
import Foundation
import GRDB
import Provisioning

/// Documents as rows, within a transaction.
enum DocumentRows {
    /// In octets; what a phone reads whole.
    static let largest = 65_536

    static func find(_ name: ServiceDocumentName, _ db: Database) throws -> ServiceDocument? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT content, entity_tag, changed FROM documents
                WHERE user = ? AND usage = ? AND file = ?
                """, arguments: [name.user, name.usage, name.file]
        ).map { row in
            ServiceDocument(
                content: Array(row[0] as Data), entityTag: row[1],
                changed: WallTime(milliseconds: row[2]))
        }
    }

    static func put(
        _ name: ServiceDocumentName, _ content: [UInt8], now: WallTime, _ db: Database
    ) throws -> ServiceDocument {
        // At random, so that a tag does not come back with a document that was removed in between,
        // nor with a backup.
        let tag = String(UInt64.random(in: .min ... .max), radix: 36)
        let document = ServiceDocument(content: content, entityTag: tag, changed: now)
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO documents (usage, user, file, content, entity_tag, changed)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                name.usage, name.user, name.file, Data(content), tag, now.milliseconds,
            ])
        return document
    }

    static func remove(_ name: ServiceDocumentName, _ db: Database) throws {
        try db.execute(
            sql: "DELETE FROM documents WHERE user = ? AND usage = ? AND file = ?",
            arguments: [name.user, name.usage, name.file])
    }

    static func check(_ content: [UInt8]) throws(ProvisioningError) {
        guard content.count <= largest else {
            throw ProvisioningError(
                .invalid, "the document has \(content.count) octets",
                remedy: "keep it within \(largest)")
        }
    }

    static func check(_ name: ServiceDocumentName) throws(ProvisioningError) {
        for part in [name.usage, name.user, name.file] {
            let isClean = part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
            guard !part.isEmpty, part.utf8.count <= 512, isClean else {
                throw ProvisioningError(
                    .invalid,
                    "a part of the document's name is empty, too long or has control characters",
                    remedy: "use 1 to 512 octets for each")
            }
        }
    }

    /// - Throws: `changedMeanwhile` where the condition does not hold.
    static func check(_ condition: DocumentCondition, against present: ServiceDocument?) throws {
        let holds =
            switch condition {
            case .none: true
            case .exists: present != nil
            case .isAbsent: present == nil
            case .matches(let tags): present.map { tags.contains($0.entityTag) } ?? false
            case .differs(let tags): present.map { !tags.contains($0.entityTag) } ?? true
            }
        guard !holds else { return }
        throw ProvisioningError(
            .changedMeanwhile,
            present == nil ? "there is no such document" : "the document is another one by now",
            remedy: "read it again and repeat the change")
    }
}
