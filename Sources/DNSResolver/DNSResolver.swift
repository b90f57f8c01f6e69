package import Determinism
import Glibc
import NetworkAddresses
package import SIPTransports
import Synchronization

/// Is told of each question and its answer, on the resolver's own thread.
package typealias DNSWitness = @Sendable (DNSQuestion, DNSAnswer) -> Void

/// Finds servers and addresses by the DNS, through libunbound.
///
/// RFC 3263. Answers from a cache where records have not expired; honours the system's hosts file
/// and name servers.
/// - Shapes: call from any thread. Each lookup is answered exactly once, on the resolver's own
///   thread, at the latest after the settings' patience.
package final class DNSResolver: Sendable {
    private let inbox: DNSInbox
    private let thread: Mutex<pthread_t?>

    /// - Throws: `DNSSetupError` where a file or a setting cannot be used.
    package init(_ settings: DNSSettings = DNSSettings(), entropy: EntropySource)
        throws(DNSSetupError)
    {
        inbox = try DNSInbox(limit: settings.mostLookups)
        let context = try UnboundContext(settings)
        let worker = DNSWorker(
            context: context, inbox: inbox, patience: settings.patience, entropy: entropy)
        thread = Mutex(try Self.start(worker))
    }

    deinit { shutdown() }

    /// Finds the servers that a URI names.
    package func locate(
        _ query: ServerQuery, families: ServerLocation.Families = [.v4, .v6],
        witness: DNSWitness? = nil, completion: @escaping @Sendable (LocationOutcome) -> Void
    ) {
        let order = LookupOrder(
            query: query, families: families, witness: witness, completion: completion)
        if !inbox.put(order) { completion(.unavailable) }
    }

    /// Finds the addresses of a host, of both families.
    package func addresses(of name: String) async -> AddressOutcome {
        let query = ServerQuery(host: name, port: 5060, transport: nil)
        let outcome = await withCheckedContinuation { continuation in
            locate(query) { continuation.resume(returning: $0) }
        }
        switch outcome {
        case .found(let targets, let ttl): return .found(targets.map(\.endpoint.address), ttl: ttl)
        case .nothing: return .nothing
        case .unavailable: return .unavailable
        }
    }

    /// Ends the thread; lookups under way are unavailable, and so is every later one.
    package func shutdown() {
        inbox.close()
        let thread = thread.withLock { $0.take() }
        guard let thread else { return }
        if pthread_equal(thread, pthread_self()) != 0 {
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    private static func start(_ worker: DNSWorker) throws(DNSSetupError) -> pthread_t {
        var thread = pthread_t()
        let handed = Unmanaged.passRetained(worker)
        let status = pthread_create(
            &thread, nil,
            { place in
                Unmanaged<DNSWorker>.fromOpaque(place!).takeRetainedValue().run()
                return nil
            }, handed.toOpaque())
        guard status == 0 else {
            handed.release()
            throw DNSSetupError(
                setting: "resolver", reason: String(cString: strerror(status)),
                remedy: "raise the limit of threads ('ulimit -u', or TasksMax of the service)")
        }
        return thread
    }
}
