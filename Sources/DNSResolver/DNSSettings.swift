/// Where the resolver asks, and how long and how much.
package struct DNSSettings: Sendable {
    /// Name servers as `address` or `address@port`; if there are none, those of `systemServers`.
    package var nameServers: [String] = []
    /// A file like /etc/resolv.conf; nil for none.
    package var systemServers: String? = "/etc/resolv.conf"
    /// A file like /etc/hosts, whose names come before what name servers say; nil for none.
    package var hosts: String? = "/etc/hosts"
    /// Records as a zone file has them (`name. ttl IN A 192.0.2.1`), which come before what name
    /// servers say.
    package var records: [String] = []
    /// From a lookup's begin to its answer, all of its questions together.
    package var patience = Duration.seconds(4)
    /// Lookups under way; more are answered as unavailable at once.
    package var mostLookups = 1024

    package init() {}
}

/// A resolver that could not be set up.
package struct DNSSetupError: Error, Equatable, Sendable, CustomStringConvertible {
    package var setting: String
    package var reason: String
    package var remedy: String

    package var description: String { "DNS: \(setting): \(reason); \(remedy)" }
}
