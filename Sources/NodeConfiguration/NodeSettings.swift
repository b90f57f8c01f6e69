package import NetworkAddresses

/// How much the node writes to its log; the numbers are those of `log_level`.
package enum LogVerbosity: Int, Sendable, Hashable, CaseIterable {
    case error = 0
    case warning, status, info, verbose, debug
}

/// Everything the configuration says, as values that need no further checks.
package struct NodeSettings: Equatable, Sendable {
    /// Where to listen: one or more, in the order given, none twice, none unspecified.
    package var localAddresses: [IPAddress]
    /// Addresses that others reach this node at; the local ones unless `public_ip` says otherwise.
    package var publicAddresses: [IPAddress]
    /// The node's own name as it stands in a URI: lower case, or an address (IPv6 in brackets).
    package var publicHostname: String
    /// Domain of the subscribers: lower case, or an address in URI form.
    package var homeDomain: String
    /// Further domains of the subscribers, in the form of `homeDomain`, none twice.
    package var additionalHomeDomains: [String]
    /// Further names of this node (`alias_list`, `bono_alias_list`, `ibcf_domain`), in the same
    /// form.
    package var aliases: [String]
    /// UDP and TCP.
    package var sipPort: UInt16
    /// Seconds, at least 1.
    package var maximumRegistrationSeconds: UInt32
    /// False only if `authentication=N` stands in the configuration: phones are then believed.
    package var isAuthenticationRequired: Bool
    package var logVerbosity: LogVerbosity
    /// True where every request leaves a trace.
    package var tracesDecisions: Bool
    /// For traced calls.
    /// - Units: octets.
    package var traceMemory: Int
    /// Absolute path; nil for standard error.
    package var logDirectory: String?
    /// `trusted_peers` first if it has entries, then the file `trunks` in its order.
    package var trunks: [TrunkDefinition]
    package var web: WebSettings
    /// Nil where no message is sent to a collector.
    package var collector: CollectorSettings?
    package var watching: WatchSettings

    /// Settings in which everything but the domain has its default.
    package init(homeDomain: String, localAddresses: [IPAddress] = [.loopbackV4]) {
        self.homeDomain = homeDomain
        self.localAddresses = localAddresses
        self.publicAddresses = localAddresses
        self.publicHostname = localAddresses.first?.hostText ?? IPAddress.loopbackV4.hostText
        self.additionalHomeDomains = []
        self.aliases = []
        self.sipPort = 5060
        self.maximumRegistrationSeconds = 300
        self.isAuthenticationRequired = true
        self.logVerbosity = .status
        self.tracesDecisions = true
        self.traceMemory = 32 << 20
        self.logDirectory = nil
        self.trunks = []
        self.web = WebSettings()
        self.collector = nil
        self.watching = WatchSettings()
    }
}
