import Foundation
import Logging
import NIOPosix
import NetworkAddresses
import WebServing

/// One web server that a node is to run.
struct WebDoor: Sendable {
    var name: String
    /// The configuration's option that chooses the port.
    var option: String
    var port: UInt16
    var addresses: [IPAddress]
    var credentials: TLSCredentials?
    var site: WebSite
}

/// The web servers of a node, on a thread of their own so that no page delays a call.
final class WebServers: Sendable {
    private let group: MultiThreadedEventLoopGroup
    private let servers: [WebServer]

    /// - Throws: `NodeError` for a port that cannot be had; nothing is left listening then.
    static func start(_ doors: [WebDoor], logger: Logger) async throws(NodeError) -> WebServers {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var servers: [WebServer] = []
        for door in doors {
            do {
                let server = try await WebServer.start(
                    door.site, at: door.addresses, port: door.port, option: door.option,
                    credentials: door.credentials, limits: limits(), group: group, logger: logger)
                servers.append(server)
                let scheme = door.credentials == nil ? "http" : "https"
                logger.notice(
                    "serving \(door.name)",
                    metadata: [
                        "at":
                            "\(server.endpoints.map { "\(scheme)://\($0)" }.joined(separator: ","))"
                    ])
            } catch {
                await WebServers(group, servers).stop()
                throw NodeError("\(door.name) \(error.what)", remedy: error.remedy)
            }
        }
        return WebServers(group, servers)
    }

    private init(_ group: MultiThreadedEventLoopGroup, _ servers: [WebServer]) {
        self.group = group
        self.servers = servers
    }

    func stop() async {
        await withDiscardingTaskGroup { tasks in
            for server in servers { tasks.addTask { await server.stop() } }
        }
        try? await group.shutdownGracefully()
    }

    /// The standard ones, and no more connections to a server than an eighth of what this process
    /// may open: phones on TCP need the rest.
    private static func limits() -> WebLimits {
        var limits = WebLimits.standard
        var files = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else {
            return limits
        }
        let share = Int(min(files.rlim_cur / 8, 1 << 20))
        limits.connections = min(limits.connections, max(share, 8))
        limits.connectionsPerSource = min(
            limits.connectionsPerSource, max(limits.connections / 2, 4))
        return limits
    }
}
