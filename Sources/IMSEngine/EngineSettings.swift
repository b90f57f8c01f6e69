package import Determinism
package import IMSFunctions
package import NetworkAddresses
package import SIPTransports

/// What the operator decides; a new value may come at any time by `Input.settings`.
package struct EngineSettings: Sendable {
    package var home: HomeNetwork
    package var trunks: TrunkTable
    /// In the operator's order. A flow token names a listener by its place here.
    package var listeners: [AdvertisedListener]
    /// Longest registration that is granted.
    /// - Units: seconds.
    package var longestRegistration: Int64
    /// False where phones are let in without a password (Clearwater's `authentication=N`).
    package var authenticates: Bool
    /// Whether messages and decisions are written into the trace.
    package var tracesDecisions: Bool
    package var limits: EngineLimits
    /// Who plays somebody now, by the socket that its requests come from; nobody as a rule.
    package var stage: [SocketEndpoint: StagedParty] = [:]

    package init(
        home: HomeNetwork, trunks: TrunkTable, listeners: [AdvertisedListener],
        longestRegistration: Int64 = 300,
        authenticates: Bool = true, tracesDecisions: Bool = false,
        limits: EngineLimits = EngineLimits()
    ) {
        self.home = home
        self.trunks = trunks
        self.listeners = listeners
        self.longestRegistration = longestRegistration
        self.authenticates = authenticates
        self.tracesDecisions = tracesDecisions
        self.limits = limits
    }
}

/// A listener, and what others are told to reach it by.
package struct AdvertisedListener: Sendable, Hashable {
    package let listener: Listener
    /// As it stands in our Via, Record-Route and Service-Route: an address (IPv6 in brackets) or a
    /// name.
    package let host: String

    // Ready-made, for every message has them.

    /// `SIP/2.0/UDP host:port;branch=`
    let viaPrefix: [UInt8]
    /// `@host:port;lr>`, with the transport where it is not UDP.
    let recordRouteSuffix: [UInt8]
    /// `<sip:host:port;lr;orig>`, likewise (RFC 3608).
    let serviceRoute: [UInt8]

    package init(listener: Listener, host: String) {
        self.listener = listener
        self.host = host
        let place = "\(host):\(listener.endpoint.port)"
        let transport = listener.transport == .udp ? "" : ";transport=\(listener.transport.uriName)"
        viaPrefix = Array("SIP/2.0/\(listener.transport.viaName) \(place);branch=".utf8)
        recordRouteSuffix = Array("@\(place)\(transport);lr>".utf8)
        serviceRoute = Array("<sip:\(place)\(transport);lr;orig>".utf8)
    }
}

extension EngineSettings {
    /// The listener that a flow belongs to; the first one where it has been taken away since.
    func listener(of flow: Flow) -> AdvertisedListener { listeners[listenerIndex(of: flow)] }

    /// Its place, as a flow token has it.
    func listenerIndex(of flow: Flow) -> Int {
        for index in listeners.indices
        where listeners[index].listener.endpoint == flow.local
            && listeners[index].listener.transport == flow.transport
        {
            return index
        }
        return 0
    }
}

/// How much is held at once; beyond it a request gets 503.
package struct EngineLimits: Sendable, Hashable {
    package var serverTransactions = 1_000_000
    package var clientTransactions = 1_000_000
    package var parkedRequests = 20_000
    /// Subscribers remembered with their contacts; the rest is looked up again.
    package var rememberedSubscribers = 1_000_000
    package var connections = 20_000

    package init() {}
}

/// Keys that outlive the process, so that tokens and nonces do too.
package struct EngineSecrets: Sendable {
    package var flowTokens: KeyedHash.Key
    /// 32 octets.
    package var nonces: [UInt8]

    package init(flowTokens: KeyedHash.Key, nonces: [UInt8]) {
        self.flowTokens = flowTokens
        self.nonces = nonces
    }
}
