package import Determinism
import GRDB
package import Provisioning

extension SubscriberDatabase: DocumentStore {
    package func document(
        _ name: ServiceDocumentName
    ) async throws(ProvisioningError) -> ServiceDocument? {
        try await question { try DocumentRows.find(name, $0) }
    }

    package func putDocument(
        _ name: ServiceDocumentName, _ content: [UInt8], if condition: DocumentCondition,
        by author: Author, now: WallTime
    ) async throws(ProvisioningError) -> (document: ServiceDocument, isNew: Bool) {
        try DocumentRows.check(name)
        try DocumentRows.check(content)
        return try await provision { db in
            let present = try DocumentRows.find(name, db)
            try DocumentRows.check(condition, against: present)
            let document = try DocumentRows.put(name, content, now: now, db)
            try Audit.write("put document", name.path, by: author, now: now, db)
            return (document: document, isNew: present == nil)
        }
    }

    package func removeDocument(
        _ name: ServiceDocumentName, if condition: DocumentCondition, by author: Author,
        now: WallTime
    ) async throws(ProvisioningError) -> Bool {
        try await provision { db in
            let present = try DocumentRows.find(name, db)
            try DocumentRows.check(condition, against: present)
            guard present != nil else { return false }
            try DocumentRows.remove(name, db)
            try Audit.write("remove document", name.path, by: author, now: now, db)
            return true
        }
    }
}

extension ServiceDocumentName {
    fileprivate var path: String { "\(usage)/users/\(user)/\(file)" }
}
