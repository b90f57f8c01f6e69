import Foundation
import HomesteadProvisioning
import Hummingbird
import NIOPosix
import NetworkAddresses
import Provisioning
import Storage
import WebServing
import WebTestKit

/// The interface on a store of its own, on a free loopback port, for as long as the closure runs.
func withProvisioning(
    key: String? = nil, _ body: (ProvisioningServer) async throws -> Void
) async throws {
    let directory = NSTemporaryDirectory() + "clearwater-provisioning-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let database = try SubscriberDatabase.open(directory: directory)
    defer { try? database.close() }
    let router = WebRouter.make()
    HomesteadProvisioning(
        database, realm: "example.com", key: { key }, pause: .milliseconds(1)
    ).addRoutes(to: router)
    let log = LogLines()
    let server = try await WebServer.start(
        WebSite(router), at: [.loopbackV4], port: 0, option: "homestead_provisioning_port",
        group: MultiThreadedEventLoopGroup.singleton, logger: log.logger)
    let running = ProvisioningServer(endpoint: server.endpoints[0], store: database, log: log)
    do {
        try await body(running)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

struct ProvisioningServer {
    let endpoint: SocketEndpoint
    let store: SubscriberDatabase
    let log: LogLines

    func ask(
        _ method: String, _ path: String, _ body: String = "", headers: [String] = []
    ) async throws -> String {
        try await PlainClient.answer(method, path, at: endpoint, headers: headers, body: body)
    }

    /// A set with a profile, as clients make them.
    ///
    /// - Returns: the paths of both.
    func makeProfile() async throws -> (set: String, profile: String) {
        let set = try await ask("POST", "/irs").header("Location") ?? ""
        let profile = try await ask("POST", set + "/service_profiles").header("Location") ?? ""
        return (set, profile)
    }

    func put(_ uri: String, into profile: String) async throws -> String {
        try await ask("PUT", "\(profile)/public_ids/\(uri)", Self.identity(uri))
    }

    static func identity(_ uri: String, barring: String = "") -> String {
        "<PublicIdentity>\(barring)<Identity>\(uri)</Identity></PublicIdentity>"
    }
}
