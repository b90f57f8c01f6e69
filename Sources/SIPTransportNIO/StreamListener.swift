import NIOCore
import NIOPosix
import NetworkAddresses
import SIPTransports
import Synchronization

/// The numbers of accepted connections: odd, and unique in the process, over all event loops.
private let nextAcceptedConnection = Atomic<UInt64>(1)

/// One listening TCP socket: decides who may connect.
final class StreamListener: ChannelInboundHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel

    private let shell: TransportShell
    private(set) var channel: (any Channel)?
    private(set) var endpoint = SocketEndpoint(.anyV4, 0)

    init(shell: TransportShell) { self.shell = shell }

    func bootstrap(_ address: IPAddress) -> ServerBootstrap {
        let bound = NIOLoopBound(self, eventLoop: shell.eventLoop)
        let bootstrap = ServerBootstrap(group: shell.eventLoop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.maxMessagesPerRead, value: 16)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .childChannelOption(.writeBufferWaterMark, value: shell.limits.waterMark)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.adopt(channel) }
            }
        for (option, value) in shell.limits.streamOptions {
            _ = bootstrap.childChannelOption(option, value: value)
        }
        return address.isV4 ? bootstrap : bootstrap.serverChannelOption(.onlyIPv6, value: 1)
    }

    func start(_ channel: any Channel, endpoint: SocketEndpoint) {
        self.channel = channel
        self.endpoint = endpoint
    }

    /// A connection has come: the limits decide before anything is read of it.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let child = unwrapInboundIn(data)
        guard let source = child.remoteAddress.flatMap(SocketEndpoint.init)?.address,
            shell.connections.count < shell.limits.connections,
            shell.acceptedBySource[source, default: 0] < shell.limits.connectionsPerSource
        else {
            shell.counters.connectionsRefused += 1
            child.close(promise: nil)
            return
        }
        shell.acceptedBySource[source, default: 0] += 1
        child.closeFuture.assumeIsolated().whenComplete { _ in
            let left = self.shell.acceptedBySource[source, default: 1] - 1
            self.shell.acceptedBySource[source] = left > 0 ? left : nil
        }
        context.fireChannelRead(data)
    }

    private func adopt(_ channel: any Channel) throws {
        guard let remote = channel.remoteAddress.flatMap(SocketEndpoint.init) else {
            throw ChannelError.unknownLocalAddress
        }
        let number = nextAcceptedConnection.add(2, ordering: .relaxed).oldValue
        let flow = Flow(transport: .tcp, local: endpoint, remote: remote, connection: number)
        let connection = StreamConnection(flow: flow, shell: shell)
        try channel.pipeline.syncOperations.addHandler(connection)
    }

    /// Accepting failed, mostly for want of file descriptors: waits a little and goes on.
    ///
    /// Reading is switched off meanwhile: SwiftNIO's own handler for this leaves the socket
    /// registered and spins.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        shell.counters.acceptFailures += 1
        let options = context.channel.syncOptions
        try? options?.setOption(.autoRead, value: false)
        shell.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(200)) {
            try? options?.setOption(.autoRead, value: true)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard channel != nil else { return }
        channel = nil
        shell.revive(Listener(transport: .tcp, endpoint: endpoint))
    }
}
