import APIDescriptions
import AccountPasswords
import Accounts
import Determinism
import EllisServer
import Foundation
import HomesteadProvisioning
import Hummingbird
import Storage
import Testing
import WebServing
import XDMSServer

/// What is served and what is described are the same.
@Suite struct RouteTests {
    let directory: String
    let store: SubscriberDatabase

    init() throws {
        directory = NSTemporaryDirectory() + "clearwater-description-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
        store = try SubscriberDatabase.open(directory: directory)
    }

    private func compare(_ tag: String, _ add: (Router<WebRequestContext>) -> Void) throws {
        let description = APIDescription()
        let router = WebRouter.make()
        add(router)
        description.addRoutes(to: router)
        let served = Set(
            WebSite(router).methods.routes.map { route in
                // What is behind the separator is one parameter to a reader.
                MethodTable.Route(
                    method: route.method,
                    path: route.path.replacing("/~~/**", with: "/~~/{selector}"))
            })
        let described = description.operations(of: tag)
        #expect(served.subtracting(described) == [], "served, not described")
        #expect(described.subtracting(served) == [], "described, not served")
        #expect(!described.isEmpty)
        try store.close()
        try FileManager.default.removeItem(atPath: directory)
    }

    @Test func `homestead-prov is described as it is served`() throws {
        try compare("homestead-prov") { router in
            HomesteadProvisioning(store, realm: "example.com", key: { nil }).addRoutes(to: router)
        }
    }

    @Test func `homer is described as it is served`() throws {
        try compare("homer") { router in
            XDMSServer(
                store, directory: store, realm: "example.com", key: { nil }, isOnLoopback: true
            ).addRoutes(to: router)
        }
    }

    @Test func `Ellis is described as it is served`() throws {
        let zero = WallTime(milliseconds: 0)
        let desk = AccountDesk(
            accounts: store, lines: store,
            passwords: PasswordDesk(cost: PasswordCost(logarithm: 4)),
            submit: nil,
            rules: {
                AccountRules(
                    signupKey: nil, domain: "example.com", portalAddress: "http://localhost",
                    defaultSimservs: [])
            }, now: { Now(instant: Instant(nanoseconds: 0), wall: zero) })
        try compare("ellis") { router in
            EllisAPI(
                desk: desk, documents: store, subscribers: store, apiKey: { nil },
                checkSimservs: { _ in }, checkFilterCriteria: { _ in }
            ).addRoutes(to: router)
        }
    }

    @Test func `Every operation has a name of its own and describes its mistakes`() throws {
        guard case .object(let document) = APIDescription().document,
            case .object(let paths)? = document["paths"]
        else {
            Issue.record("no paths")
            return
        }
        var names: Set<String> = []
        for (path, item) in paths {
            guard case .object(let item) = item else { continue }
            for (method, operation) in item where method != "parameters" {
                guard case .object(let operation) = operation,
                    case .string(let name)? = operation["operationId"],
                    case .object(let responses)? = operation["responses"]
                else {
                    Issue.record("\(method) \(path) has no name or no responses")
                    continue
                }
                #expect(names.insert(name).inserted, "\(name) twice")
                #expect(responses["400"] != nil, "\(method) \(path)")
            }
        }
    }
}
