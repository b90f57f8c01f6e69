import APIDescriptions
import Accounts
import EllisServer
import HomesteadProvisioning
import Hummingbird
import NodeConfiguration
import Portal
import ServiceSettings
import WebServing
import XDMSServer

/// The node's web servers: which there are, where, and on what.
extension Node {
    /// Starts all that the configuration has; to be called when the store is ready.
    ///
    /// - Throws: `NodeError` for a port that cannot be had, or a certificate that cannot be used.
    func openWebDoors() async throws {
        let description = APIDescription()
        let doors = [
            try ellisDoor(description), homesteadProvisioningDoor(description),
            xdmsDoor(description),
        ]
        webServers = try await WebServers.start(doors.compactMap { $0 }, logger: logger)
    }

    /// Takes no more requests and lets those in progress finish.
    func closeWebDoors() async {
        await webServers?.stop()
        webServers = nil
    }

    /// Ellis' API and the portal.
    private func ellisDoor(_ description: APIDescription) throws -> WebDoor? {
        guard let port = settings.web.ellisPort else { return nil }
        let desk = makeAccountDesk()
        accountDesk = desk
        let router = WebRouter.make()
        Portal(
            desks: Portal.Desks(
                accounts: desk, accountStore: database, lines: database, documents: database,
                audit: database, phones: self, deployment: self, calls: callDesk,
                callFiles: self, refusals: self, doctor: self, trunkTests: self),
            domain: settings.homeDomain
        ).addRoutes(to: router)
        let live = live
        EllisAPI(
            desk: desk, documents: database, subscribers: database,
            apiKey: { live.current.web.ellisAPIKey }, checkSimservs: Self.checkSimservs,
            checkFilterCriteria: { octets throws(WebError) in
                try FilterCriteriaDocument.check(octets)
            }
        ).addRoutes(to: router)
        description.addRoutes(to: router)
        addHealthRoutes(to: router)
        return WebDoor(
            name: "ellis", option: "ellis_port", port: port, addresses: settings.localAddresses,
            credentials: try credentials(), site: WebSite(router))
    }

    /// As the document management server would answer.
    private static func checkSimservs(_ octets: [UInt8]) throws(WebError) {
        do {
            _ = try Simservs.read(octets)
        } catch {
            throw WebError(.badRequest, "\(error)")
        }
    }

    private func homesteadProvisioningDoor(_ description: APIDescription) -> WebDoor? {
        guard let port = settings.web.homesteadProvisioningPort else { return nil }
        let live = live
        let router = WebRouter.make()
        HomesteadProvisioning(
            database, realm: settings.homeDomain,
            key: { live.current.web.homesteadProvisioningKey }
        ).addRoutes(to: router)
        description.addRoutes(to: router)
        return WebDoor(
            name: "homestead-prov", option: "homestead_provisioning_port", port: port,
            addresses: settings.homesteadProvisioningAddresses, credentials: nil,
            site: WebSite(router))
    }

    /// The service settings, for phones and programs alike.
    private func xdmsDoor(_ description: APIDescription) -> WebDoor? {
        guard let port = settings.web.xdmsPort else { return nil }
        let live = live
        let router = WebRouter.make()
        XDMSServer(
            database, directory: database, realm: settings.homeDomain,
            key: { live.current.web.ellisAPIKey },
            isOnLoopback: settings.localAddresses.allSatisfy(\.isLoopback)
        ).addRoutes(to: router)
        description.addRoutes(to: router)
        return WebDoor(
            name: "homer", option: "xdms_port", port: port, addresses: settings.localAddresses,
            credentials: nil, site: WebSite(router))
    }

    private func credentials() throws -> TLSCredentials? {
        guard let files = settings.web.ellisCertificate else { return nil }
        do {
            return try TLSCredentials(
                certificateFile: files.certificateFile, keyFile: files.keyFile)
        } catch {
            throw NodeError(
                "TLS cannot be served: \(error)",
                remedy: "or take ellis_certificate_file and ellis_key_file out for plain HTTP")
        }
    }
}
