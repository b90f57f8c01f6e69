import Hummingbird
import Telemetry
import WebServing

/// The server for those who watch the node: metrics and health.
extension Node {
    /// Opened before all others and closed after them: it says that the node is not ready yet, or
    /// not any more.
    ///
    /// - Throws: `NodeError` for a port that cannot be had.
    func openWatchDoor() async throws {
        guard let port = settings.web.metricsPort else { return }
        let router = WebRouter.make()
        router.get("/metrics") { [self] _, _ in
            Response.octets(Array(await metrics().utf8), type: Exposition.mediaType)
        }
        addHealthRoutes(to: router)
        watchDoor = try await WebServers.start(
            [
                WebDoor(
                    name: "metrics", option: "metrics_port", port: port,
                    addresses: settings.metricsAddresses, credentials: nil, site: WebSite(router))
            ], logger: logger)
    }

    func closeWatchDoor() async {
        await watchDoor?.stop()
        watchDoor = nil
    }

    /// Whether it lives, and whether calls may be sent to it; for load balancers and the like.
    func addHealthRoutes(to router: Router<WebRequestContext>) {
        router.get("/healthz") { [self] _, _ in
            let isAlive = await answersInTime()
            return Self.health(isAlive ? [] : ["the event loop does not answer"], "alive")
        }
        router.get("/readyz") { [self] _, _ in Self.health(await obstacles(), "ready") }
    }

    private static func health(_ obstacles: [String], _ word: String) -> Response {
        guard !obstacles.isEmpty else { return .text(word + "\n") }
        return .text(
            obstacles.map { $0 + "\n" }.joined(), status: .serviceUnavailable)
    }
}
