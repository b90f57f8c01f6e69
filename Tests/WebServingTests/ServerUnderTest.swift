import Foundation
import Hummingbird
import Logging
import NIOPosix
import NetworkAddresses
import WebServing
import WebTestKit

/// A server with a few routes on a free loopback port, for as long as the closure runs.
func withServer(
    at addresses: [IPAddress] = [.loopbackV4], limits: WebLimits = .standard,
    credentials: TLSCredentials? = nil, log: LogLines = LogLines(),
    _ body: (WebServer) async throws -> Void
) async throws {
    let group = MultiThreadedEventLoopGroup.singleton
    let router = WebRouter.make()
    router.get("ping") { _, _ in "OK" }
    router.get("people/{name}") { _, context in
        try Response.text("I am \(context.pathPart("name"))")
    }
    router.put("people/{name}") { request, _ in
        Response.text("\(try await request.octets().count) octets")
    }
    router.post("fail") { _, _ -> Response in throw SecretFailure() }
    router.get("secure") { _, context in Response.text(context.isSecure ? "TLS" : "plain") }
    router.get("large") { _, _ in Response.text(String(repeating: "x", count: 8 << 20)) }
    router.get("events") { _, _ in
        Response.eventStream { stream in
            try await stream.send("first", data: "one\ntwo")
            while true {
                try await Task.sleep(for: .milliseconds(50))
                try await stream.keepAlive()
            }
        }
    }
    let server = try await WebServer.start(
        WebSite(router), at: addresses, port: 0, option: "ellis_port", credentials: credentials,
        limits: limits, group: group, logger: log.logger)
    do {
        try await body(server)
    } catch {
        await server.stop(within: .zero)
        throw error
    }
    await server.stop(within: .zero)
}

struct SecretFailure: Error, CustomStringConvertible {
    var description: String { "the password is opensesame" }
}
