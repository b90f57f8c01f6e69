import IMSEngine
import IMSFunctions
import NetworkAddresses
import NodeConfiguration
import SIPTransports

extension EngineSettings {
    /// The engine's settings out of the operator's.
    init(_ settings: NodeSettings, trunks: TrunkTable) {
        self.init(
            home: HomeNetwork(
                domain: settings.homeDomain, additional: settings.additionalHomeDomains,
                nodeNames: [settings.publicHostname] + settings.aliases,
                addresses: settings.localAddresses + settings.publicAddresses),
            trunks: trunks,
            listeners: settings.advertisedListeners,
            longestRegistration: Int64(settings.maximumRegistrationSeconds),
            authenticates: settings.isAuthenticationRequired,
            // A collector lives on the trace, whether it is remembered or not.
            tracesDecisions: settings.tracesDecisions || settings.collector != nil)
    }
}

extension NodeSettings {
    /// UDP and TCP at every local address, told to others by the public address of the same family.
    var advertisedListeners: [AdvertisedListener] {
        localAddresses.flatMap { address in
            TransportProtocol.allCases.map { transport in
                AdvertisedListener(
                    listener: Listener(
                        transport: transport, endpoint: SocketEndpoint(address, sipPort)),
                    host: advertisedHost(of: address))
            }
        }
    }

    private func advertisedHost(of address: IPAddress) -> String {
        if publicAddresses.contains(address) { return address.hostText }
        return publicAddresses.first { $0.isV4 == address.isV4 }?.hostText ?? address.hostText
    }
}
