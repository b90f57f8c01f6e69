/// How a running node fares.
package struct NodeStatus: Codable, Hashable, Sendable {
    package var version: String
    package var pid: Int32
    /// - Units: seconds since the start.
    package var uptime: Int
    /// True once the node takes no more calls because it is about to end.
    package var isDraining: Bool
    package var homeDomain: String
    package var configurationDirectory: String
    package var dataDirectory: String
    package var listeners: [ListenerStatus]
    /// What the transports did since the start, by name.
    package var traffic: [String: UInt64]
    package var trunks: [TrunkStatus]
    package var subscribers: Int
    /// Subscribers with at least one contact.
    package var registered: Int
    /// The first ones; at most `mostRegistrations`.
    package var registrations: [RegistrationStatus]
    package var callsInSetup: Int
    /// The last hour's, most frequent source first.
    package var refusals: [RefusalStatus]
    /// Mistakes of the configuration that wait to be mended, one line each.
    package var mistakes: [String]

    /// How many registrations a status names at most.
    package static let mostRegistrations = 1000

    package init(
        version: String, pid: Int32, uptime: Int, isDraining: Bool = false, homeDomain: String,
        configurationDirectory: String, dataDirectory: String, listeners: [ListenerStatus] = [],
        traffic: [String: UInt64] = [:], trunks: [TrunkStatus] = [], subscribers: Int = 0,
        registered: Int = 0,
        registrations: [RegistrationStatus] = [], callsInSetup: Int = 0,
        refusals: [RefusalStatus] = [],
        mistakes: [String] = []
    ) {
        self.version = version
        self.pid = pid
        self.uptime = uptime
        self.isDraining = isDraining
        self.homeDomain = homeDomain
        self.configurationDirectory = configurationDirectory
        self.dataDirectory = dataDirectory
        self.listeners = listeners
        self.traffic = traffic
        self.trunks = trunks
        self.subscribers = subscribers
        self.registered = registered
        self.registrations = registrations
        self.callsInSetup = callsInSetup
        self.refusals = refusals
        self.mistakes = mistakes
    }
}

/// A socket that the node listens on.
package struct ListenerStatus: Codable, Hashable, Sendable {
    /// `udp` or `tcp`.
    package var transport: String
    package var address: String
    package var port: UInt16

    package init(transport: String, address: String, port: UInt16) {
        self.transport = transport
        self.address = address
        self.port = port
    }
}

/// A trunk with what its peers stand for now.
package struct TrunkStatus: Codable, Hashable, Sendable {
    package var name: String
    /// File and line; nil for a trunk that is in memory alone.
    package var origin: String?
    package var peers: [PeerStatus]

    package init(name: String, origin: String?, peers: [PeerStatus]) {
        self.name = name
        self.origin = origin
        self.peers = peers
    }
}

/// One peer of a trunk.
package struct PeerStatus: Codable, Hashable, Sendable {
    /// An address, a network or a host name, as the configuration has it.
    package var entry: String
    /// What a host name stands for now; empty for the rest.
    package var addresses: [String]
    /// Why a host name stands for nothing, or for what it last stood for.
    package var problem: String?
    /// What its addresses answered when they were asked by OPTIONS, for people; empty where none
    /// is.
    package var pings: [String]

    package init(
        entry: String, addresses: [String] = [], problem: String? = nil, pings: [String] = []
    ) {
        self.entry = entry
        self.addresses = addresses
        self.problem = problem
        self.pings = pings
    }
}

/// A subscriber that is registered.
package struct RegistrationStatus: Codable, Hashable, Sendable {
    package var number: String
    package var contacts: Int
    /// Of its contacts, each once: `udp`, `tcp`.
    package var transports: [String]

    package init(number: String, contacts: Int, transports: [String]) {
        self.number = number
        self.contacts = contacts
        self.transports = transports
    }
}

/// What was refused of one source.
package struct RefusalStatus: Codable, Hashable, Sendable {
    /// The address.
    package var source: String
    package var count: Int
    /// Of the last one.
    package var reason: String
    package var lastCalled: String
    package var lastMethod: String
    /// - Units: seconds.
    package var lastSecondsAgo: Int
    package var remedy: String
    /// True where its address is in no trunk.
    package var isStranger: Bool

    package init(
        source: String, count: Int, reason: String, lastCalled: String, lastMethod: String,
        lastSecondsAgo: Int, remedy: String, isStranger: Bool = false
    ) {
        self.source = source
        self.count = count
        self.reason = reason
        self.lastCalled = lastCalled
        self.lastMethod = lastMethod
        self.lastSecondsAgo = lastSecondsAgo
        self.remedy = remedy
        self.isStranger = isStranger
    }
}
