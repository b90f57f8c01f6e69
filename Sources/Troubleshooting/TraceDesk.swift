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

    /// The call as a file that Wireshark opens.
    func pcap(of id: String, showsSecrets: Bool) async throws(ProvisioningError) -> [UInt8]?

    /// Redacted trace, configuration digest and versions in one file for a provider or a
    /// supporter: a gzipped tar.
    func supportBundle(of id: String) async throws(ProvisioningError) -> [UInt8]?

    /// What the engine would do with a message, without sending anything.
    ///
    /// - Parameter message: as on the wire, or an id of `calls`, whose first request it then is.
    /// - Parameter source: an address with or without port, which takes the place of the traced
    ///   one.
    func explain(_ message: ExplainedMessage, source: String?, ifTrusted: Bool)
        async throws(ProvisioningError) -> CallTrace
}

/// What is to be explained.
package enum ExplainedMessage: Codable, Hashable, Sendable {
    case octets([UInt8])
    case call(String)
}
