import Foundation
import NetworkAddresses
import Testing
import WebTestKit

/// The web servers of a running node, as their clients see them.
extension ClearwaterProcess {
    static let apiKey = "key-of-the-programs"

    /// A node of `example.com` whose web servers are up, with these lines in its configuration.
    static func webNode(_ settings: String = "") async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess()
        try node.configure(
            "shared_config",
            "home_domain=example.com\nsignup_key=letmein\nellis_api_key=\(apiKey)\n\(settings)")
        try await node.start()
        return node
    }

    var ellis: SocketEndpoint { SocketEndpoint(IPAddress(block.node)!, 8080) }
    var homer: SocketEndpoint { SocketEndpoint(IPAddress(block.node)!, 7888) }
    var homesteadProvisioning: SocketEndpoint { SocketEndpoint(IPAddress(block.node)!, 8889) }

    /// One request, with its answer.
    func ask(
        _ method: String, _ path: String, at endpoint: SocketEndpoint, _ body: String = ""
    ) async throws -> String {
        try await PlainClient.answer(
            method, path, at: endpoint, headers: ["NGV-API-Key: \(Self.apiKey)"], body: body)
    }

    /// Runs a program to its end.
    func run(
        _ command: [String], input: String = "", within limit: Duration = .seconds(60)
    ) async throws -> (ending: ChildProcess.Ending, written: String) {
        let run = try ChildProcess.start(
            command, input: input, output: file("program-\(UUID().uuidString)"))
        return (await run.ending(within: limit), run.written)
    }
}
