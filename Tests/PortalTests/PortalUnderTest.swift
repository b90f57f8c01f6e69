import AccountPasswords
import Accounts
import Determinism
import Foundation
import NIOPosix
import NetworkAddresses
import Portal
import Provisioning
import ServiceSettings
import Storage
import Synchronization
import WebServing
import WebTestKit

/// The portal on a store of its own, on a free loopback port, for as long as the closure runs.
func withPortal(_ body: (PortalUnderTest) async throws -> Void) async throws {
    let directory = NSTemporaryDirectory() + "clearwater-portal-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let store = try SubscriberDatabase.open(directory: directory)
    defer { try? store.close() }
    let phones = PhonesOfTheTest()
    let desks = DesksOfTheTest()
    let accounts = AccountDesk(
        accounts: store, lines: store, passwords: PasswordDesk(cost: PasswordCost(logarithm: 4)),
        submit: nil,
        rules: {
            AccountRules(
                signupKey: "code", domain: "example.com", portalAddress: "http://localhost",
                defaultSimservs: Simservs.defaultDocument)
        },
        now: { Now(instant: Instant(nanoseconds: 0), wall: WallTime(date: Date())) })
    let router = WebRouter.make()
    Portal(
        desks: Portal.Desks(
            accounts: accounts, accountStore: store, lines: store, documents: store, audit: store,
            phones: phones, deployment: DeploymentOfTheTest(), calls: desks, callFiles: desks,
            refusals: desks, doctor: desks, trunkTests: desks), domain: "example.com"
    ).addRoutes(to: router)
    let server = try await WebServer.start(
        WebSite(router), at: [.loopbackV4], port: 0, option: "ellis_port",
        group: MultiThreadedEventLoopGroup.singleton, logger: LogLines().logger)
    let portal = PortalUnderTest(
        endpoint: server.endpoints[0], store: store, phones: phones, desks: desks,
        accounts: accounts)
    do {
        _ = try await store.addNumbers(
            from: "6505550000", count: 5, isPSTN: false,
            by: Author(who: "test", interface: .commandLine), now: WallTime(date: Date()))
        try await body(portal)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

struct SignUpFailed: Error {
    let answer: String
}

struct PortalUnderTest {
    let endpoint: SocketEndpoint
    let store: SubscriberDatabase
    let phones: PhonesOfTheTest
    let desks: DesksOfTheTest
    let accounts: AccountDesk

    /// A visitor with an empty jar of cookies.
    func visitor() -> Visitor { Visitor(endpoint: endpoint) }

    /// Somebody who has signed up.
    func person(_ email: String, name: String = "Ann Example") async throws -> Visitor {
        let visitor = visitor()
        let answer = try await visitor.submit(
            "/signup",
            [
                "full_name": name, "email": email, "password": "open sesame",
                "signup_code": "code",
            ])
        guard answer.header("Location") == "/lines" else {
            throw SignUpFailed(answer: answer)
        }
        return visitor
    }

    /// Who administers, logged in.
    func administrator() async throws -> Visitor {
        let made = try await accounts.firstAdministrator(
            by: Author(who: "test", interface: .commandLine))
        let visitor = visitor()
        _ = try await visitor.submit(
            "/login",
            [
                "email": made?.email ?? "", "password": made?.password ?? "",
                "new_password": "open sesame",
            ])
        return visitor
    }
}

/// A browser without eyes: it keeps cookies and sends the tokens of forms.
final class Visitor: Sendable {
    let endpoint: SocketEndpoint
    private let cookies = Mutex<[String: String]>([:])

    init(endpoint: SocketEndpoint) { self.endpoint = endpoint }

    var cookieField: String {
        "Cookie: " + cookies.withLock { $0.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }
    }

    func get(_ path: String, headers: [String] = ["Accept: text/html"]) async throws -> String {
        keep(
            try await PlainClient.answer(
                "GET", path, at: endpoint, headers: headers + [cookieField]))
    }

    /// Loads a page with a form, and sends the form.
    ///
    /// - Parameter page: where the form is, if not where it is sent to.
    func submit(_ path: String, _ fields: [String: String], from page: String? = nil)
        async throws -> String
    {
        let form = try await get(page ?? path)
        let token = form.between("name=\"form\" value=\"", "\"") ?? ""
        return try await post(path, fields.merging(["form": token]) { $1 })
    }

    func post(_ path: String, _ fields: [String: String]) async throws -> String {
        let body = fields.map { "\($0.key)=\(Self.escaped($0.value))" }.joined(separator: "&")
        return keep(
            try await PlainClient.answer(
                "POST", path, at: endpoint,
                headers: [
                    "Accept: text/html", "Content-Type: application/x-www-form-urlencoded",
                    cookieField,
                ], body: body))
    }

    /// Adds a line and loads its page.
    func addLine() async throws -> (path: String, page: String) {
        let answer = try await submit("/lines/add", ["kind": "inside"])
        let path = answer.header("Location") ?? ""
        return (path, try await get(path))
    }

    private func keep(_ answer: String) -> String {
        for line in answer.components(separatedBy: "\r\n").prefix(while: { !$0.isEmpty })
        where line.lowercased().hasPrefix("set-cookie: ") {
            let pair = line.dropFirst(12).prefix { $0 != ";" }
                .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies.withLock { $0[String(pair[0])] = String(pair[1]) }
        }
        return answer
    }

    private static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

/// Phones as a test puts them there.
final class PhonesOfTheTest: PhoneDesk {
    let registered = Mutex<[RegisteredPhone]>([])

    func phones(of publicIdentity: String) async throws(ProvisioningError) -> [RegisteredPhone] {
        registered.withLock { $0 }
    }

    func removePhone(_ contact: String, of publicIdentity: String, by author: Author)
        async throws(ProvisioningError) -> Bool
    {
        registered.withLock { phones in
            let before = phones.count
            phones.removeAll { $0.contact == contact }
            return phones.count < before
        }
    }
}

extension WallTime {
    init(date: Date) { self.init(milliseconds: Int64(date.timeIntervalSince1970 * 1000)) }
}

extension String {
    /// The text between the first `start` and the `end` after it.
    func between(_ start: String, _ end: String) -> String? {
        guard let from = range(of: start)?.upperBound,
            let to = self[from...].range(of: end)?.lowerBound
        else { return nil }
        return String(self[from..<to])
    }
}
