import DNSResolver
import Determinism
import IMSEngine
import NetworkAddresses
import NodeConfiguration
import SIPTransports

/// Runs the engine's errands to the name servers, and keeps the addresses of trusted host names
/// current.
final class NameErrands: Sendable {
    private let resolver: DNSResolver
    private let families: ServerLocation.Families

    /// - Parameter addresses: where we listen; only families that we can send from are looked for.
    init(listeningAt addresses: [IPAddress], settings: DNSSettings = DNSSettings()) throws {
        resolver = try DNSResolver(
            settings, entropy: EntropySource(seed: UInt64.random(in: .min ... .max)))
        var families: ServerLocation.Families = []
        if addresses.contains(where: \.isV4) { families.insert(.v4) }
        if addresses.contains(where: { !$0.isV4 }) { families.insert(.v6) }
        self.families = families
    }

    func run(_ query: ServerQuery, for handle: Handle, _ mailbox: EngineMailbox) {
        resolver.locate(query, families: families) { outcome in
            let answer: ServersAnswer =
                switch outcome {
                case .found(let targets, _): .found(targets)
                case .nothing: .nothing
                case .unavailable: .unavailable
                }
            mailbox.post(.servers(answer, for: handle))
        }
    }

    func addresses(of name: String) async -> AddressOutcome { await resolver.addresses(of: name) }

    /// The servers of a domain as any caller finds them, of both families.
    ///
    /// - Parameter witness: is told of each question and its answer.
    func servers(of domain: String, witness: DNSWitness? = nil) async -> LocationOutcome {
        let host = IPAddress(domain)?.description ?? domain
        let query = ServerQuery(host: host, port: nil, transport: nil)
        return await withCheckedContinuation { continuation in
            resolver.locate(query, witness: witness) { continuation.resume(returning: $0) }
        }
    }

    func close() { resolver.shutdown() }
}
