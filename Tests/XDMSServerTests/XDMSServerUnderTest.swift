import Determinism
import Foundation
import NIOPosix
import NetworkAddresses
import Provisioning
import ServiceSettings
import Storage
import Subscribers
import WebServing
import WebTestKit
import XDMSServer

/// The server on a store of its own, on a free loopback port, for as long as the closure runs.
///
/// 6505550001 and 6505550002 are subscribers with the password `secret`.
func withXDMS(
    key: String? = "opensesame", isOnLoopback: Bool = false,
    _ body: (XDMSServerUnderTest) async throws -> Void
) async throws {
    let directory = NSTemporaryDirectory() + "clearwater-xdms-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let database = try SubscriberDatabase.open(directory: directory)
    defer { try? database.close() }
    let author = Author(who: "test", interface: .node)
    for number in ["6505550001", "6505550002"] {
        let name = "\(number)@\(XDMSServerUnderTest.realm)"
        try await database.putPrivateIdentity(
            name, realm: XDMSServerUnderTest.realm, .password("secret"), by: author, now: .now)
        let set = try await database.addRegistrationSet(by: author, now: .now)
        try await database.associate(name, with: set, by: author, now: .now)
        let profile = try await database.addServiceProfile(to: set, by: author, now: .now)
        try await database.putPublicIdentity(
            PublicIdentity(uri: "sip:" + name), in: profile, of: set, by: author, now: .now)
    }
    let router = WebRouter.make()
    XDMSServer(
        database, directory: database, realm: XDMSServerUnderTest.realm, key: { key },
        isOnLoopback: isOnLoopback
    ).addRoutes(to: router)
    let log = LogLines()
    let server = try await WebServer.start(
        WebSite(router), at: [.loopbackV4], port: 0, option: "xdms_port",
        group: MultiThreadedEventLoopGroup.singleton, logger: log.logger)
    let running = XDMSServerUnderTest(endpoint: server.endpoints[0], store: database, log: log)
    do {
        try await body(running)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

struct XDMSServerUnderTest {
    static let realm = "example.com"
    static let document = "/org.etsi.ngn.simservs/users/sip:6505550001@example.com/simservs.xml"

    let endpoint: SocketEndpoint
    let store: SubscriberDatabase
    let log: LogLines

    /// As a program with the key, unless other headers say who asks.
    func ask(
        _ method: String, _ path: String = document, _ body: String = "",
        headers: [String] = ["NGV-API-Key: opensesame"], more: [String] = []
    ) async throws -> String {
        try await PlainClient.answer(
            method, path, at: endpoint, headers: headers + more, body: body)
    }

    func putDefault() async throws {
        _ = try await ask(
            "PUT", Self.document, String(decoding: Simservs.defaultDocument, as: UTF8.self))
    }

    /// A node of the document, percent-encoded where a URI needs it.
    static func node(_ selector: String, query: String = "") -> String {
        let escaped = selector.replacing("[", with: "%5B").replacing("]", with: "%5D")
            .replacing("\"", with: "%22")
        return document + "/~~/" + escaped + (query.isEmpty ? "" : "?" + query)
    }

    static let policy = "xmlns(cp=urn:ietf:params:xml:ns:common-policy)"
}

extension WallTime {
    static var now: WallTime {
        WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}
