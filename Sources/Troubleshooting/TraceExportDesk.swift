package import Provisioning

/// What the running node hands out of its trace to take along, and what it would do with a message.
package protocol TraceExportDesk: Sendable {
    /// The call as a file that Wireshark opens.
    func pcap(of id: String, showsSecrets: Bool) async throws(ProvisioningError) -> [UInt8]?

    /// Redacted trace, configuration digest and versions in one file for a provider or a
    /// supporter: a gzipped tar.
    func supportBundle(of id: String) async throws(ProvisioningError) -> [UInt8]?

    /// What the engine would do with a message, without sending anything.
    ///
    /// - Parameter message: as on the wire, or an id of `calls`, whose first request it then is.
    /// - Parameters:
    ///   - source: an address with or without port, in the place of the one that it came from; nil
    ///     for that one, or what the top Via says.
    ///   - transport: `udp` or `tcp`, likewise.
    ///   - ifTrusted: as if the source were a trunk's.
    func explain(
        _ message: ExplainedMessage, source: String?, transport: String?, ifTrusted: Bool
    ) async throws(ProvisioningError) -> CallTrace
}

/// What is to be explained.
package enum ExplainedMessage: Codable, Hashable, Sendable {
    case octets([UInt8])
    case call(String)
}
