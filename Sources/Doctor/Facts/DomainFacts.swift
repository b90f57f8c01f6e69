package import SIPTransports

/// What the DNS says of a domain of the deployment, asked as a provider would ask (RFC 3263).
package struct DomainFacts: Hashable, Sendable {
    package var name: String
    package var outcome: LocationOutcome
    /// In the order in which they were asked.
    package var answers: [Answer]
    /// Where this node is reached.
    package var own: [ServerTarget]

    package struct Answer: Hashable, Sendable {
        package var question: DNSQuestion
        package var answer: DNSAnswer

        package init(question: DNSQuestion, answer: DNSAnswer) {
            self.question = question
            self.answer = answer
        }
    }

    package init(
        name: String, outcome: LocationOutcome, answers: [Answer] = [], own: [ServerTarget]
    ) {
        self.name = name
        self.outcome = outcome
        self.answers = answers
        self.own = own
    }
}

extension DNSQuestion {
    /// `SRV _sip._udp.example.com`.
    var shown: String {
        switch kind {
        case .namingAuthority: "NAPTR \(name)"
        case .service: "SRV \(name)"
        case .ipv4Address: "A \(name)"
        case .ipv6Address: "AAAA \(name)"
        }
    }
}

extension DNSRecord {
    /// Its data as a zone file has them.
    var shown: String {
        switch self {
        case .namingAuthority(let record):
            "\(record.order) \(record.preference) \(record.service) \(record.replacement)"
        case .service(let record):
            "\(record.priority) \(record.weight) \(record.port) \(record.target)"
        case .address(let address): "\(address)"
        }
    }
}

extension DNSAnswer {
    var shown: String {
        switch self {
        case .records(let records, _): records.map(\.shown).joined(separator: ", ")
        case .nothing: "none"
        case .unavailable: "no answer"
        }
    }
}

extension ServerTarget {
    /// `UDP 192.0.2.1:5060`.
    var shown: String { "\(transport.viaName) \(endpoint)" }
}
