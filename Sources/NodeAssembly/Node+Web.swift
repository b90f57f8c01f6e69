import HomesteadProvisioning
import NodeConfiguration
import WebServing

/// The node's web servers: which there are, where, and on what.
extension Node {
    /// Starts all that the configuration has; to be called when the store is ready.
    ///
    /// - Throws: `NodeError` for a port that cannot be had.
    func openWebDoors() async throws {
        let doors = [homesteadProvisioningDoor()].compactMap { $0 }
        webServers = try await WebServers.start(doors, logger: logger)
    }

    /// Takes no more requests and lets those in progress finish.
    func closeWebDoors() async {
        await webServers?.stop()
        webServers = nil
    }

    private func homesteadProvisioningDoor() -> WebDoor? {
        guard let port = settings.web.homesteadProvisioningPort else { return nil }
        let router = WebRouter.make()
        let live = live
        HomesteadProvisioning(
            database, realm: settings.homeDomain,
            key: { live.current.web.homesteadProvisioningKey }
        ).addRoutes(to: router)
        return WebDoor(
            name: "homestead-prov", option: "homestead_provisioning_port", port: port,
            addresses: settings.homesteadProvisioningAddresses, credentials: nil,
            site: WebSite(router))
    }
}
