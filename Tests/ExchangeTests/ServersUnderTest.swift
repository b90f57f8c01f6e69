import AccountPasswords
import Accounts
import Determinism
import EllisServer
import Foundation
import HomesteadProvisioning
import Hummingbird
import MailSubmission
import NIOPosix
import NetworkAddresses
import Provisioning
import ServiceSettings
import Storage
import Synchronization
import WebServing
import WebTestKit
import XDMSServer

/// The servers over one data file, each on a free port of loopback.
final class ServersUnderTest: Sendable {
    let store: SubscriberDatabase
    let ellis: WebServer
    let homestead: WebServer
    let homer: WebServer
    let mails: Mailbox
    private let directory: String

    static let author = Author(who: "test", interface: .commandLine)
    static let domain = "example.com"

    static func with(_ body: (ServersUnderTest) async throws -> Void) async throws {
        let servers = try await ServersUnderTest()
        do {
            try await body(servers)
        } catch {
            await servers.stop()
            throw error
        }
        await servers.stop()
    }

    private init() async throws {
        directory = NSTemporaryDirectory() + "clearwater-exchange-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        let store = try SubscriberDatabase.open(directory: directory)
        self.store = store
        let mailbox = Mailbox()
        mails = mailbox
        let desk = AccountDesk(
            accounts: store, lines: store,
            passwords: PasswordDesk(cost: PasswordCost(logarithm: 4)),
            submit: { mail in
                mailbox.deliver(mail)
                return true
            },
            rules: {
                AccountRules(
                    signupKey: "letmein", domain: Self.domain,
                    portalAddress: "http://ellis.example.com",
                    defaultSimservs: Simservs.defaultDocument, recoveryAnswer: .zero)
            }, now: { Now(instant: Instant(nanoseconds: 0), wall: Self.wall()) })
        let router = WebRouter.make()
        EllisAPI(
            desk: desk, documents: store, subscribers: store, apiKey: { "the key" },
            checkSimservs: { octets throws(WebError) in
                do {
                    _ = try Simservs.read(octets)
                } catch {
                    throw WebError(.badRequest, "\(error)")
                }
            },
            checkFilterCriteria: { octets throws(WebError) in
                try FilterCriteriaDocument.check(octets)
            }
        ).addRoutes(to: router)
        let group = MultiThreadedEventLoopGroup.singleton
        let logger = LogLines().logger
        ellis = try await WebServer.start(
            WebSite(router), at: [.loopbackV4], port: 0, option: "ellis_port", group: group,
            logger: logger)
        let provisioning = WebRouter.make()
        HomesteadProvisioning(store, realm: Self.domain, key: { nil }, pause: .zero)
            .addRoutes(to: provisioning)
        homestead = try await WebServer.start(
            WebSite(provisioning), at: [.loopbackV4], port: 0,
            option: "homestead_provisioning_port", group: group, logger: logger)
        let management = WebRouter.make()
        XDMSServer(
            store, directory: store, realm: Self.domain, key: { "the key" }, isOnLoopback: false
        ).addRoutes(to: management)
        homer = try await WebServer.start(
            WebSite(management), at: [.loopbackV4], port: 0, option: "xdms_port", group: group,
            logger: logger)
    }

    private func stop() async {
        await ellis.stop(within: .zero)
        await homestead.stop(within: .zero)
        await homer.stop(within: .zero)
        try? store.close()
        try? FileManager.default.removeItem(atPath: directory)
    }

    static func wall() -> WallTime {
        WallTime(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    }
}

/// The mails that would have been sent.
final class Mailbox: Sendable {
    private let mails = Mutex<[MailMessage]>([])

    func deliver(_ mail: MailMessage) { mails.withLock { $0.append(mail) } }

    /// The token in the link of the newest mail.
    var recoveryToken: String? {
        mails.withLock { $0.last?.body.components(separatedBy: "token=").last }
            .map { String($0.prefix { !$0.isWhitespace }) }
    }
}
