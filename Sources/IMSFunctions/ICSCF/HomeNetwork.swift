package import NetworkAddresses

/// The names and addresses that are ours.
///
/// A number is ours at the home domain, at any additional domain, at any name or address of this
/// node and at any alias, with or without a port: one name space, spelled in several ways.
package struct HomeNetwork: Sendable, Hashable {
    /// What a host in a URI is to us.
    package enum Standing: Sendable, Hashable {
        /// The home domain or an additional one.
        case home
        /// A name or an address of this node, or an alias.
        case node
        case foreign
    }

    /// The domain that identities are written with, lower case.
    package let domain: String
    private let domains: [[UInt8]]
    private let names: [[UInt8]]
    private let addresses: Set<IPAddress>

    /// - Parameters:
    ///   - additional: further home domains.
    ///   - nodeNames: host names of this node and aliases; address literals among them count as
    ///   addresses.
    package init(domain: String, additional: [String], nodeNames: [String], addresses: [IPAddress])
    {
        self.domain = domain.lowercased()
        var addresses = Set(addresses)
        var names: [[UInt8]] = []
        for name in nodeNames {
            if let address = IPAddress(name) {
                addresses.insert(address)
            } else {
                names.append(Array(name.lowercased().utf8))
            }
        }
        self.addresses = addresses
        self.names = names
        self.domains = ([domain] + additional).map { Array($0.lowercased().utf8) }
    }

    /// - Parameter host: as in a URI, any case, IPv6 in brackets; a dot at the end does not count.
    package func standing(ofHost host: Span<UInt8>) -> Standing {
        guard host.count > 0 else { return .foreign }
        var host = host
        if host.count > 1, host[host.count - 1] == UInt8(ascii: ".") {
            host = host.extracting(0..<host.count - 1)
        }
        for domain in domains where Self.equal(host, domain) { return .home }
        for name in names where Self.equal(host, name) { return .node }
        if host[0] == UInt8(ascii: "[") || (host[0] >= 0x30 && host[0] <= 0x39) {
            if let address = IPAddress(ascii: host), addresses.contains(address) { return .node }
        }
        return .foreign
    }

    private static func equal(_ host: Span<UInt8>, _ name: [UInt8]) -> Bool {
        guard host.count == name.count else { return false }
        for index in host.indices {
            let byte = host[index]
            guard (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) == name[index] else {
                return false
            }
        }
        return true
    }
}
