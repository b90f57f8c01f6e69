package import Provisioning

/// What was done at the operator's wish outside the store.
extension Node {
    package nonisolated var audit: any AuditTrail { database }

    /// Adds to the audit trail; where that cannot be written the log says who did it.
    func record(_ action: String, _ object: String, by author: Author) async {
        do {
            try await database.record(action, object, by: author, now: NodeClock.now().wall)
        } catch {
            logger.error(
                "the audit trail cannot be written: \(error)",
                metadata: [
                    "action": "\(action)", "object": "\(object)", "who": "\(author.who)",
                    "source": "\(author.source)",
                ])
        }
    }
}
