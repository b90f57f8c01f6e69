package import Provisioning

/// The calls that the running node remembers.
package protocol TraceDesk: Sendable {
    /// Newest first.
    func calls(_ filter: CallFilter) async throws(ProvisioningError) -> [CallSummary]

    /// - Parameter id: the trace's own, or a Call-ID.
    /// - Parameter showsSecrets: true leaves bodies and credentials as they were.
    /// - Returns: nil where the node does not remember it (any more).
    func call(_ id: String, showsSecrets: Bool) async throws(ProvisioningError) -> CallTrace?

    /// Every call that is new or has changed, as it happens (within half a second); ends with the
    /// node or the reader.
    func callsAsTheyChange(_ filter: CallFilter) async -> AsyncStream<[CallSummary]>
}

/// Calls that are new or have changed, and from where to go on.
package struct CallChanges: Codable, Hashable, Sendable {
    /// Newest first.
    package var calls: [CallSummary]
    package var mark: UInt64

    package init(calls: [CallSummary], mark: UInt64) {
        self.calls = calls
        self.mark = mark
    }
}
