package import NodeConfiguration
package import Provisioning

extension DeploymentCard {
    /// What the settings in force make a phone and a provider be told.
    package init(_ settings: NodeSettings) {
        let port = settings.sipPort == 5060 ? "" : ":\(settings.sipPort)"
        let addresses = settings.publicAddresses.map(\.hostText)
        let name = settings.publicHostname
        self.init(
            domain: settings.homeDomain, outboundProxy: name + port,
            nodeAddress: (addresses.first ?? name) + port, transports: ["UDP", "TCP"],
            nodeName: addresses.contains(name) ? nil : name + port)
    }
}
