import Storage

/// What was provisioned, and when the engine knows it.
extension Node {
    /// Reads what changed in the store; the engine has forgotten the old when this returns.
    func readChanges() async throws {
        try store.readChanges(mailbox)
        // Behind what was posted: the loop does one after the other.
        try await group.next().submit {}.get()
    }

    /// The same for a change of this process, whose author waits; where the store cannot be read
    /// the watch goes on trying.
    func takeOverChanges() async {
        do {
            try await readChanges()
        } catch {
            logger.error("the store's changes cannot be read: \(error)")
        }
    }
}
