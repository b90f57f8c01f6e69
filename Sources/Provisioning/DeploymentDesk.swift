/// What a person has to know of this deployment to configure a phone or instruct a provider.
package struct DeploymentCard: Hashable, Sendable {
    package var domain: String
    /// HOST or HOST:PORT that phones use as outbound proxy.
    package var outboundProxy: String
    /// HOST or HOST:PORT of the node by address, for a provider where the domain does not lead here.
    package var nodeAddress: String
    /// "UDP", "TCP".
    package var transports: [String]
    /// HOST or HOST:PORT of the node by name; nil where it has none beside its address.
    package var nodeName: String?

    package init(
        domain: String, outboundProxy: String, nodeAddress: String, transports: [String],
        nodeName: String? = nil
    ) {
        self.domain = domain
        self.outboundProxy = outboundProxy
        self.nodeAddress = nodeAddress
        self.transports = transports
        self.nodeName = nodeName
    }

    /// What a line is called by: for its phone, and for a provider where the domain leads here.
    package func uri(of user: String) -> String { "sip:\(user)@\(domain)" }

    /// For a provider: straight to this node's address.
    package func uriByAddress(of user: String) -> String { "sip:\(user)@\(nodeAddress)" }

    /// For a provider: straight to this node's name; nil where it has none.
    package func uriByNodeName(of user: String) -> String? {
        nodeName.map { "sip:\(user)@\($0)" }
    }
}

/// Whether a caller who resolves the domain arrives at this node.
package enum DomainReach: Hashable, Sendable {
    case leadsHere
    /// One sentence why not, and what to do.
    case leadsElsewhere(reason: String)
}

/// A trunk as the configuration has it.
package struct TrunkCard: Hashable, Sendable {
    package var name: String
    /// Addresses, networks and host names as they are written.
    package var peers: [String]
    /// FILE:LINE, or the option that it comes from.
    package var origin: String
    /// Only those of the trunks file can be changed here.
    package var isEditable: Bool
    /// Host names that lead nowhere now.
    package var unresolved: [String]

    package init(
        name: String, peers: [String], origin: String, isEditable: Bool, unresolved: [String]
    ) {
        self.name = name
        self.peers = peers
        self.origin = origin
        self.isEditable = isEditable
        self.unresolved = unresolved
    }
}

/// The published addresses of a provider.
package struct TrunkPresetCard: Hashable, Sendable {
    package var name: String
    package var provider: String
    package var peers: [String]
    package var asOf: String
    package var cautions: [String]
    /// Who published them, and where.
    package var sources: [String]
    /// The operator's own file; nil for one of the release.
    package var file: String?

    package init(
        name: String, provider: String, peers: [String], asOf: String, cautions: [String],
        sources: [String] = [], file: String? = nil
    ) {
        self.sources = sources
        self.file = file
        self.name = name
        self.provider = provider
        self.peers = peers
        self.asOf = asOf
        self.cautions = cautions
    }
}

/// One option of the configuration in force.
package struct OptionCard: Hashable, Sendable {
    package var name: String
    /// As it is in force; secrets are shown as `(set)`.
    package var value: String
    /// FILE:LINE, or "default".
    package var origin: String
    package var meaning: String
    /// True where the files say something else by now, which counts from the next start on.
    package var isWaiting: Bool

    package init(
        name: String, value: String, origin: String, meaning: String, isWaiting: Bool = false
    ) {
        self.name = name
        self.value = value
        self.origin = origin
        self.meaning = meaning
        self.isWaiting = isWaiting
    }
}

/// The deployment as its pages and its operator see it.
package protocol DeploymentDesk: Sendable {
    func card() async -> DeploymentCard
    /// Asks the DNS; an answer may be some seconds old.
    func domainReach() async -> DomainReach
    func overview() async throws(ProvisioningError) -> DeploymentOverview
    func trunks() async -> [TrunkCard]
    func trunkPresets() async -> [TrunkPresetCard]

    /// What is wrong with a trunk that is being typed; empty where it can be added.
    ///
    /// - Returns: complaints, each with the field ("name" or "peers") that it belongs to.
    func complaints(aboutTrunk name: String, peers: [String]) async -> [FieldComplaint]

    /// Writes the trunk into the trunks file and waits until it is in force.
    func addTrunk(_ name: String, peers: [String], by author: Author)
        async throws(ProvisioningError)

    func removeTrunk(_ name: String, by author: Author) async throws(ProvisioningError)

    func configuration() async -> [OptionCard]
    /// Mistakes of the files as they are now; while there are any the previous settings stay.
    func configurationMistakes() async -> [String]
}

/// A message that belongs beside a field of a form.
package struct FieldComplaint: Hashable, Sendable {
    package var field: String
    /// A sentence that says what is wrong and what to write.
    package var message: String

    package init(field: String, message: String) {
        self.field = field
        self.message = message
    }
}
