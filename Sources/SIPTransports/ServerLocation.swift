package import Determinism
import NetworkAddresses

/// Finds the servers that a URI names, one question to the DNS after the other.
///
/// RFC 3263 4, without its return path (4.3 is left to who tries the targets, 5 to the response's
/// Via). TLS is not spoken yet, so SIPS services are passed over.
/// - Shapes: call `next`; put its questions to a resolver; hand in each answer with `answered`;
///   call `next` again, until it says something else than `.ask`.
/// - Cost: at most three rounds of questions, with at most `mostHosts` names in one.
package struct ServerLocation: Sendable {
    package enum Step: Hashable, Sendable {
        /// Ask these as well; none if answers are still due.
        case ask([DNSQuestion])
        /// The places to try, best first, never empty; `ttl` in seconds is the least of all records
        /// used.
        case located([ServerTarget], ttl: UInt32)
        /// The name does not exist, or offers nothing that we speak.
        case nothing
        /// The name servers did not say.
        case unavailable
    }

    /// The address families that this node can send over.
    package struct Families: OptionSet, Sendable {
        package let rawValue: UInt8
        package init(rawValue: UInt8) { self.rawValue = rawValue }
        package static let v4 = Families(rawValue: 1)
        package static let v6 = Families(rawValue: 2)
    }

    /// A host that serves, whose addresses are not known yet.
    private struct Candidate: Sendable {
        var transport: TransportProtocol
        var host: String
        var port: UInt16
    }

    /// Where an SRV record is looked for, and what it would mean.
    private struct Service: Sendable {
        var transport: TransportProtocol
        var name: String
    }

    private enum Stage: Sendable {
        case beginning
        case choosingTransport
        case choosingHosts([Service])
        case resolving([Candidate])
        case ended(Step)
    }

    package static let mostHosts = 16
    package static let mostTargets = 32
    private static let defaultPort: UInt16 = 5060

    private let query: ServerQuery
    private let families: Families
    private var entropy: EntropySource
    private var stage = Stage.beginning
    private var due: Set<DNSQuestion> = []
    private var answers: [DNSQuestion: DNSAnswer] = [:]
    private var ttl = UInt32.max

    package init(query: ServerQuery, entropy: EntropySource, families: Families = [.v4, .v6]) {
        self.query = query
        self.entropy = entropy
        self.families = families
    }

    /// Takes an answer; one that was not asked for is ignored.
    package mutating func answered(_ question: DNSQuestion, _ answer: DNSAnswer) {
        guard due.remove(question) != nil else { return }
        answers[question] = answer
    }

    /// Says what is to be done now.
    package mutating func next() -> Step {
        guard due.isEmpty else { return .ask([]) }
        switch stage {
        case .beginning: return begin()
        case .choosingTransport: return chooseTransport()
        case .choosingHosts(let services): return chooseHosts(services)
        case .resolving(let candidates): return resolve(candidates)
        case .ended(let step): return step
        }
    }

    // MARK: The stages

    /// What the URI itself decides (RFC 3263 4.1 and 4.2, first paragraphs).
    private mutating func begin() -> Step {
        let transport = query.transport ?? .udp
        if let address = IPAddress(query.host) {
            let endpoint = SocketEndpoint(address, query.port ?? Self.defaultPort)
            return end(
                .located([ServerTarget(transport: transport, endpoint: endpoint)], ttl: .max))
        }
        guard Self.isName(query.host) else { return end(.nothing) }
        if let port = query.port {
            return ask(for: [Candidate(transport: transport, host: query.host, port: port)])
        }
        if query.transport != nil { return ask(for: [service(transport)]) }
        stage = .choosingTransport
        return ask([DNSQuestion(query.host, .namingAuthority)])
    }

    /// The transports that the domain prefers, else those that we speak (4.1).
    ///
    /// A name server that fails on the question is taken as one that knows nothing: some do on this
    /// kind alone.
    private mutating func chooseTransport() -> Step {
        let offers = records(DNSQuestion(query.host, .namingAuthority)).compactMap(Self.offer)
        let sorted = offers.sorted { ($0.0.order, $0.0.preference) < ($1.0.order, $1.0.preference) }
        let services = sorted.prefix(Self.mostHosts).map {
            Service(transport: $0.1, name: $0.0.replacement)
        }
        return ask(for: services.isEmpty ? [service(.udp), service(.tcp)] : Array(services))
    }

    /// The hosts of the services in order of trial; without any service the name itself (4.2).
    private mutating func chooseHosts(_ services: [Service]) -> Step {
        var candidates: [Candidate] = []
        var isRefused = false
        var isUnknown = false
        for service in services {
            let question = DNSQuestion(service.name, .service)
            if answers[question] == .unavailable { isUnknown = true }
            let found = records(question).compactMap { record -> ServiceRecord? in
                if case .service(let service) = record { service } else { nil }
            }
            isRefused = isRefused || found.contains(where: \.isRefusal)
            for record in found.filter({ !$0.isRefusal }).inOrderOfTrial(using: &entropy) {
                let host = record.target
                candidates.append(
                    Candidate(transport: service.transport, host: host, port: record.port))
            }
        }
        if !candidates.isEmpty { return ask(for: Array(candidates.prefix(Self.mostHosts))) }
        if isUnknown { return end(.unavailable) }
        if isRefused { return end(.nothing) }
        let transport = query.transport ?? .udp
        return ask(for: [Candidate(transport: transport, host: query.host, port: Self.defaultPort)])
    }

    /// The addresses of the hosts, in the hosts' order.
    private mutating func resolve(_ candidates: [Candidate]) -> Step {
        var targets: [ServerTarget] = []
        var isUnknown = false
        for candidate in candidates {
            for address in addresses(of: candidate.host, isUnknown: &isUnknown) {
                let endpoint = SocketEndpoint(address, candidate.port)
                let target = ServerTarget(transport: candidate.transport, endpoint: endpoint)
                if !targets.contains(target) { targets.append(target) }
            }
        }
        if targets.isEmpty { return end(isUnknown ? .unavailable : .nothing) }
        return end(.located(Array(targets.prefix(Self.mostTargets)), ttl: ttl))
    }

    private mutating func addresses(of host: String, isUnknown: inout Bool) -> [IPAddress] {
        if let literal = IPAddress(host) { return [literal] }
        var found: [IPAddress] = []
        for question in questions(host) {
            if answers[question] == .unavailable { isUnknown = true }
            for case .address(let address) in records(question) { found.append(address) }
        }
        return found
    }

    // MARK: Asking

    private mutating func ask(for services: [Service]) -> Step {
        stage = .choosingHosts(services)
        return ask(services.map { DNSQuestion($0.name, .service) })
    }

    private mutating func ask(for candidates: [Candidate]) -> Step {
        stage = .resolving(candidates)
        return ask(candidates.filter { IPAddress($0.host) == nil }.flatMap { questions($0.host) })
    }

    private mutating func ask(_ questions: [DNSQuestion]) -> Step {
        var fresh: [DNSQuestion] = []
        for question in questions where answers[question] == nil && due.insert(question).inserted {
            if Self.isName(question.name) {
                fresh.append(question)
            } else {
                answered(question, .nothing)
            }
        }
        return fresh.isEmpty ? next() : .ask(fresh)
    }

    private func questions(_ host: String) -> [DNSQuestion] {
        (families.contains(.v4) ? [DNSQuestion(host, .ipv4Address)] : [])
            + (families.contains(.v6) ? [DNSQuestion(host, .ipv6Address)] : [])
    }

    private mutating func end(_ step: Step) -> Step {
        stage = .ended(step)
        return step
    }

    // MARK: Reading answers

    private mutating func records(_ question: DNSQuestion) -> [DNSRecord] {
        guard case .records(let records, let ttl)? = answers[question] else { return [] }
        self.ttl = min(self.ttl, ttl)
        return records
    }

    private func service(_ transport: TransportProtocol) -> Service {
        Service(transport: transport, name: "_sip._\(transport.uriName).\(query.host)")
    }

    /// The transport that a NAPTR record offers, if it is one that we speak and leads to an SRV
    /// record (4.1).
    private static func offer(_ record: DNSRecord) -> (NamingAuthorityRecord, TransportProtocol)? {
        guard case .namingAuthority(let authority) = record, authority.flags.lowercased() == "s"
        else { return nil }
        switch authority.service.uppercased() {
        case "SIP+D2U": return (authority, .udp)
        case "SIP+D2T": return (authority, .tcp)
        default: return nil
        }
    }

    /// Names that a question can hold (RFC 1035 2.3.4): labels of 1 to 63 bytes, 253 in all; a
    /// final dot is allowed.
    private static func isName(_ name: String) -> Bool {
        let bytes = name.utf8
        guard !bytes.isEmpty, bytes.count <= 253 else { return false }
        let labels = (name.hasSuffix(".") ? name.dropLast() : name[...]).utf8
            .split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { (1...63).contains($0.count) }
    }
}
