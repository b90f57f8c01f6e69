package import Determinism
package import IMSFunctions
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
    package var limits: EngineLimits

    package init(
        home: HomeNetwork, trunks: TrunkTable, listeners: [AdvertisedListener], longestRegistration: Int64 = 300,
        authenticates: Bool = true, limits: EngineLimits = EngineLimits()
    ) {
        self.home = home
        self.trunks = trunks
        self.listeners = listeners
        self.longestRegistration = longestRegistration
        self.authenticates = authenticates
        self.limits = limits
    }
}

/// A listener, and what others are told to reach it by.
package struct AdvertisedListener: Sendable, Hashable {
    package var listener: Listener
    /// As it stands in our Via, Record-Route and Service-Route: an address (IPv6 in brackets) or a name.
    package var host: String

    package init(listener: Listener, host: String) {
        self.listener = listener
        self.host = host
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
