package import NIOCore
import NIOPosix
import NetworkAddresses
package import SIPTransports

extension TransportShell {
    /// Listens on an address and port; port 0 takes a free one.
    ///
    /// An IPv6 listener takes no IPv4 traffic: each family has its own socket. A listener that the
    /// system takes away later is opened again by itself.
    /// - Returns: the listener with its actual port.
    /// - Throws: `BindError`, in the future.
    package func listen(on listener: Listener) -> EventLoopFuture<Listener> {
        let address = SocketAddress(listener.endpoint)
        let channel: EventLoopFuture<any Channel>
        let take: (any Channel, Listener) throws -> Void
        switch listener.transport {
        case .udp:
            let socket = DatagramListener(shell: self)
            channel = socket.bootstrap(listener.endpoint.address).bind(to: address)
            take = { channel, actual in
                try socket.start(channel, endpoint: actual.endpoint)
                self.datagramListeners.append(socket)
            }
        case .tcp:
            let socket = StreamListener(shell: self)
            channel = socket.bootstrap(listener.endpoint.address).bind(to: address)
            take = { channel, actual in
                socket.start(channel, endpoint: actual.endpoint)
                self.streamListeners.append(socket)
            }
        }
        return channel.assumeIsolated().flatMapThrowing { channel in
            guard !self.isShutDown, let port = channel.localAddress?.port else {
                channel.close(promise: nil)
                throw ChannelError.ioOnClosedChannel
            }
            var actual = listener
            actual.endpoint.port = UInt16(port)
            try take(channel, actual)
            return actual
        }.flatMapErrorThrowing { error in
            throw BindError(listener, error)
        }.nonisolated()
    }

    /// Opens a listener again that was closed by the system, trying once a second.
    func revive(_ listener: Listener) {
        datagramListeners.removeAll {
            listener.transport == .udp && $0.endpoint == listener.endpoint
        }
        streamListeners.removeAll { listener.transport == .tcp && $0.endpoint == listener.endpoint }
        guard !isShutDown else { return }
        eventLoop.assumeIsolated().scheduleTask(in: .seconds(1)) {
            guard !self.isShutDown else { return }
            self.listen(on: listener).assumeIsolated().whenFailure { _ in self.revive(listener) }
        }
    }
}
