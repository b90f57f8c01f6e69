import HummingbirdCore
package import Logging
package import NIOCore
import NIOPosix
package import NetworkAddresses

/// A web server on one port of several addresses, HTTP/1.1, with or without TLS.
///
/// It listens when `start` returns, until `stop`.
package final class WebServer: Sendable {
    private typealias Acceptor = NIOAsyncChannel<HTTP1Channel.Value, Never>

    /// Where it listens.
    package let endpoints: [SocketEndpoint]
    private let acceptors: [any Channel]
    private let ledger: ConnectionLedger
    private let work: Task<Void, Never>
    private let sweep: RepeatedTask

    /// - Parameter option: the configuration's option that chose the port, for errors.
    /// - Throws: `WebBindError`, with nothing left listening.
    package static func start(
        _ site: WebSite, at addresses: [IPAddress], port: UInt16,
        option: String, credentials: TLSCredentials? = nil, limits: WebLimits = .standard,
        group: any EventLoopGroup, logger: Logger
    ) async throws(WebBindError) -> WebServer {
        let ledger = ConnectionLedger(limits: limits)
        let responder = WebResponder(
            site: site, ledger: ledger, isSecure: credentials != nil, logger: logger)
        let setup = WebConnectionSetup(
            http: HTTP1Channel(
                responder: { request, writer, channel in
                    try await responder.respond(to: request, writer, on: channel)
                },
                configuration: .init(
                    httpDecoderConfiguration: .init(
                        maxHeaderFieldSize: limits.headerOctets,
                        maxHeaderListSize: limits.headerOctets,
                        maxHeaderFieldCount: limits.headerFields))),
            ledger: ledger, credentials: credentials)
        var acceptors: [Acceptor] = []
        for address in addresses {
            let endpoint = SocketEndpoint(address, port)
            do {
                acceptors.append(try await bind(endpoint, setup, group: group, logger: logger))
            } catch {
                for acceptor in acceptors { try? await acceptor.channel.close() }
                throw WebBindError(endpoint, option: option, error)
            }
        }
        return WebServer(
            acceptors, setup: setup, ledger: ledger, loop: group.next(), logger: logger)
    }

    private static func bind(
        _ endpoint: SocketEndpoint, _ setup: WebConnectionSetup, group: any EventLoopGroup,
        logger: Logger
    ) async throws -> Acceptor {
        try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Without this a lack of descriptors would end the server.
                    try channel.pipeline.syncOperations.addHandler(
                        AcceptBackoffHandler(shouldForwardIOErrorCaught: false) { error in
                            logger.error("cannot accept a connection: \(error)")
                            return .milliseconds(200)
                        })
                }
            }
            .bind(
                to: SocketAddress(ipAddress: "\(endpoint.address)", port: Int(endpoint.port))
            ) { channel in setup.setup(channel: channel, logger: logger) }
    }

    private init(
        _ acceptors: [Acceptor], setup: WebConnectionSetup, ledger: ConnectionLedger,
        loop: any EventLoop, logger: Logger
    ) {
        self.acceptors = acceptors.map(\.channel)
        self.ledger = ledger
        endpoints = acceptors.compactMap { acceptor in
            guard let local = acceptor.channel.localAddress, let port = local.port,
                let address = local.ipAddress.flatMap({ IPAddress($0) })
            else { return nil }
            return SocketEndpoint(address, UInt16(port))
        }
        sweep = loop.scheduleRepeatedTask(
            initialDelay: .milliseconds(500), delay: .milliseconds(500)
        ) { _ in
            ledger.closeOverdue(now: .now())
            setup.credentials?.refresh(logger: logger)
        }
        work = Task {
            await withDiscardingTaskGroup { group in
                for acceptor in acceptors {
                    group.addTask { await Self.serve(acceptor, setup, logger) }
                }
            }
        }
    }

    private static func serve(_ acceptor: Acceptor, _ setup: WebConnectionSetup, _ logger: Logger)
        async
    {
        await withDiscardingTaskGroup { group in
            do {
                try await acceptor.executeThenClose { connections in
                    for try await connection in connections {
                        group.addTask { await setup.handle(value: connection, logger: logger) }
                    }
                }
            } catch {
                logger.error("a web server ended: \(error)")
            }
        }
    }

    /// Takes no more connections, lets requests in progress finish for so long, and closes the rest.
    package func stop(within grace: Duration = .seconds(2)) async {
        ledger.stop()
        sweep.cancel()
        for acceptor in acceptors { try? await acceptor.close() }
        let end = ContinuousClock.now + grace
        for connection in ledger.all {
            connection.channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
        while ContinuousClock.now < end, ledger.all.contains(where: { $0.snapshot.isBusy }) {
            try? await Task.sleep(for: .milliseconds(20))
        }
        for connection in ledger.all { connection.channel.close(promise: nil) }
        work.cancel()
        await work.value
    }
}

extension WebConnection.State {
    /// Worth waiting for: its answer is under way and has an end.
    fileprivate var isBusy: Bool {
        switch phase {
        case .body, .answering, .delivering: true
        case .idle, .head, .eventStream: false
        }
    }
}
