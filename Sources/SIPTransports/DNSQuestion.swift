package import NetworkAddresses

/// One question to the DNS.
package struct DNSQuestion: Hashable, Sendable {
    /// The kinds of record that server location uses (RFC 3263 4).
    package enum Kind: Hashable, Sendable, CaseIterable {
        /// Which transports a domain offers (RFC 3403).
        case namingAuthority
        /// Where a service of a domain is (RFC 2782).
        case service
        case ipv4Address
        case ipv6Address
    }

    /// Without the final dot.
    package var name: String
    package var kind: Kind

    package init(_ name: String, _ kind: Kind) {
        self.name = name
        self.kind = kind
    }
}

/// What the DNS said; aliases (CNAME) have been followed by the resolver.
package enum DNSAnswer: Hashable, Sendable {
    /// Records of the kind that was asked for; `ttl` in seconds is the least of theirs.
    case records([DNSRecord], ttl: UInt32)
    /// The name does not exist, or has no record of that kind.
    case nothing
    /// No name server answered in time, or it failed.
    case unavailable
}

/// One record of an answer.
package enum DNSRecord: Hashable, Sendable {
    case namingAuthority(NamingAuthorityRecord)
    case service(ServiceRecord)
    case address(IPAddress)
}

/// A NAPTR record (RFC 3403 4.1); its regular expression is left out, SIP needs none (RFC 3263
/// 4.1).
package struct NamingAuthorityRecord: Hashable, Sendable {
    package var order: UInt16
    package var preference: UInt16
    package var flags: String
    package var service: String
    package var replacement: String

    package init(
        order: UInt16, preference: UInt16, flags: String, service: String, replacement: String
    ) {
        self.order = order
        self.preference = preference
        self.flags = flags
        self.service = service
        self.replacement = replacement
    }
}

/// An SRV record (RFC 2782).
package struct ServiceRecord: Hashable, Sendable {
    package var priority: UInt16
    package var weight: UInt16
    package var port: UInt16
    /// Empty or "." where the service is decidedly not offered.
    package var target: String

    package init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
        self.priority = priority
        self.weight = weight
        self.port = port
        self.target = target
    }

    var isRefusal: Bool { target.isEmpty || target == "." }
}
