package import NIOCore
import NetworkAddresses
package import SIPTransports

/// The sockets of one event loop: listens, connects, delivers what arrives and sends what it is
/// given.
///
/// RFC 3261 18, RFC 5626 4.4.1 and 5.4. Knows where messages begin and end, and nothing else of
/// SIP.
/// - Shapes: confined to its event loop: every call is made there, and its receiver is called
///   there. Bytes that are transmitted leave with the next `flush`, which is expected once a turn.
/// - Cost: a datagram in or out allocates nothing but the received bytes' buffer, and shares its
///   system call with the batch.
package final class TransportShell {
    package let eventLoop: any EventLoop
    package let limits: TransportLimits
    package weak var receiver: (any TransportReceiver)?
    package internal(set) var counters = TransportCounters()

    let arena = DatagramArena()
    var datagramListeners: [DatagramListener] = []
    var streamListeners: [StreamListener] = []
    var connections: [UInt64: StreamConnection] = [:]
    /// How many accepted connections each source has; none is held at 0.
    var acceptedBySource: [IPAddress: Int] = [:]
    private(set) var isShutDown = false

    private var writtenConnections: [StreamConnection] = []
    private var closedFlows: [Flow] = []
    private var isSweepScheduled = false

    package init(eventLoop: any EventLoop, limits: TransportLimits = TransportLimits()) {
        self.eventLoop = eventLoop
        self.limits = limits
    }

    /// How many connections are open, opening or closing.
    package var connectionCount: Int { connections.count }

    /// False for the flow of a connection that is gone.
    package func holds(_ flow: Flow) -> Bool {
        flow.connection == 0 || connections[flow.connection] != nil
    }

    // MARK: What the engine asks for

    /// Hands over one message; it leaves with the next `flush`.
    ///
    /// A datagram of a flow whose listener is not ours, and bytes for a connection that is gone,
    /// are dropped and counted. Over a connection that is still opening they wait.
    package func transmit(_ bytes: ByteBuffer, over flow: Flow) {
        switch flow.transport {
        case .udp:
            for listener in datagramListeners where listener.endpoint == flow.local {
                listener.transmit(bytes, to: flow.remote)
                return
            }
            counters.datagramsDropped += 1
        case .tcp:
            connections[flow.connection]?.transmit(bytes)
        }
    }

    /// Opens a connection from `flow.local`'s address (any port) to `flow.remote`, under the number
    /// of the flow.
    ///
    /// Failing is told by `TransportReceiver.closed`.
    package func open(_ flow: Flow) {
        guard flow.transport == .tcp, connections[flow.connection] == nil, !isShutDown else {
            return
        }
        guard connections.count < limits.connections else {
            counters.connectionsFailed += 1
            report(closed: flow)
            return
        }
        let connection = StreamConnection(flow: flow, shell: self)
        connections[flow.connection] = connection
        connection.connect()
    }

    /// Closes a connection once what was transmitted before has been taken.
    package func close(_ flow: Flow) {
        connections[flow.connection]?.closeGracefully()
    }

    /// Sends everything transmitted since the last call, in batches.
    package func flush() {
        for listener in datagramListeners { listener.flush() }
        while let connection = writtenConnections.popLast() { connection.flush() }
    }

    /// Closes every socket at once; the receiver hears nothing more.
    package func shutdown() -> EventLoopFuture<Void> {
        isShutDown = true
        flush()
        receiver = nil
        let channels =
            datagramListeners.compactMap(\.channel) + streamListeners.compactMap(\.channel)
            + connections.values.compactMap(\.channel)
        datagramListeners.removeAll()
        streamListeners.removeAll()
        for channel in channels { channel.close(promise: nil) }
        return EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: eventLoop)
    }

    // MARK: What the sockets report

    func hasUnsent(_ connection: StreamConnection) { writtenConnections.append(connection) }

    /// Tells the receiver of a connection's end, in a turn of its own.
    func report(closed flow: Flow) {
        closedFlows.append(flow)
        guard closedFlows.count == 1 else { return }
        eventLoop.assumeIsolated().execute {
            let flows = self.closedFlows
            self.closedFlows.removeAll(keepingCapacity: true)
            guard let receiver = self.receiver else { return }
            for flow in flows { receiver.closed(flow) }
            receiver.turnEnded()
        }
    }

    /// Looks for connections whose time is over, again and again while there are connections.
    func scheduleSweep() {
        guard !isSweepScheduled, !connections.isEmpty, !isShutDown else { return }
        isSweepScheduled = true
        let shortest = min(limits.messageTime, limits.idleTime, limits.lingerTime)
        let pause = TimeAmount.nanoseconds(
            min(max(shortest.nanoseconds / 4, 5_000_000), 1_000_000_000))
        eventLoop.assumeIsolated().scheduleTask(in: pause) {
            self.isSweepScheduled = false
            let now = NIODeadline.now()
            for connection in self.connections.values { connection.closeIfOverdue(now: now) }
            self.scheduleSweep()
        }
    }
}
