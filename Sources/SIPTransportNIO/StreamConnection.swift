import NIOCore
import NIOPosix
import NetworkAddresses
import SIPTransports

/// One TCP connection, accepted or opened.
final class StreamConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// Not connected yet; what is transmitted waits.
        case opening(waiting: [ByteBuffer], bytes: Int)
        case open
        /// We have closed our side and wait for the peer's.
        case closing(since: NIODeadline)
        case closed
    }

    let flow: Flow
    private let shell: TransportShell
    private var state = State.opening(waiting: [], bytes: 0)
    private var context: ChannelHandlerContext?
    private var framer = StreamFramer()
    /// When the first byte of a message arrived whose last has not.
    private var messageBegan: NIODeadline?
    /// When the last message or ping was complete, or the connection came up.
    private var lastHeard = NIODeadline.now()
    /// From an accepted connection something is due soon.
    private var owesMessage: Bool
    private var isListed = false
    private var hasDelivered = false
    private var isUnframeable = false

    init(flow: Flow, shell: TransportShell) {
        self.flow = flow
        self.shell = shell
        owesMessage = flow.connection % 2 == 1
    }

    var channel: (any Channel)? { context?.channel }

    // MARK: Life

    func connect() {
        let bound = NIOLoopBound(self, eventLoop: shell.eventLoop)
        var bootstrap = ClientBootstrap(group: shell.eventLoop)
            .connectTimeout(shell.limits.connectTime)
            .channelOption(.writeBufferWaterMark, value: shell.limits.waterMark)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
        for (option, value) in shell.limits.streamOptions {
            bootstrap = bootstrap.channelOption(option, value: value)
        }
        if !flow.local.address.isUnspecified {
            bootstrap = bootstrap.bind(to: SocketAddress(SocketEndpoint(flow.local.address, 0)))
        }
        bootstrap.connect(to: SocketAddress(flow.remote)).assumeIsolated().whenFailure { _ in
            self.shell.counters.connectionsFailed += 1
            self.finish()
        }
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelActive(context: ChannelHandlerContext) {
        guard case .opening(let waiting, _) = state, !shell.isShutDown else {
            context.close(promise: nil)
            return
        }
        state = .open
        lastHeard = .now()
        if owesMessage {
            shell.connections[flow.connection] = self
            shell.counters.connectionsAccepted += 1
        } else {
            shell.counters.connectionsOpened += 1
        }
        shell.scheduleSweep()
        for bytes in waiting { write(bytes) }
        flush()
    }

    func channelInactive(context: ChannelHandlerContext) { finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Ends it for the receiver; once.
    private func finish() {
        if case .closed = state { return }
        state = .closed
        framer = StreamFramer()
        context = nil
        shell.connections[flow.connection] = nil
        shell.report(closed: flow)
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .open = state, !isUnframeable else { return }
        framer.append(unwrapInboundIn(data))
        while case .open = state {
            switch framer.next() {
            case .message(let message):
                heard()
                shell.counters.messagesReceived += 1
                deliver(message)
            case .ping:
                heard()
                shell.counters.pings += 1
                write(ByteBuffer(bytes: [0x0D, 0x0A]))
            case .needMore:
                messageBegan = framer.isWithinMessage ? messageBegan ?? .now() : nil
                return
            case .failure(_, let header):
                shell.counters.framingFailures += 1
                isUnframeable = true
                if let header { deliver(header) }
                return
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasDelivered {
            hasDelivered = false
            shell.receiver?.turnEnded()
        }
        flush()
        if isUnframeable { closeGracefully() }
    }

    private func heard() {
        lastHeard = .now()
        messageBegan = nil
        owesMessage = false
    }

    private func deliver(_ bytes: ByteBuffer) {
        hasDelivered = true
        shell.receiver?.received(bytes, over: flow)
    }

    // MARK: Sending

    func transmit(_ bytes: ByteBuffer) {
        shell.counters.messagesSent += 1
        write(bytes)
    }

    private func write(_ bytes: ByteBuffer) {
        switch state {
        case .opening(var waiting, let count):
            guard count + bytes.readableBytes <= shell.limits.unwrittenBytes else {
                return closeOverfull()
            }
            state = .closed
            waiting.append(bytes)
            state = .opening(waiting: waiting, bytes: count + bytes.readableBytes)
        case .open:
            guard let context else { return }
            if !context.channel.isWritable {
                context.flush()
                guard context.channel.isWritable else { return closeOverfull() }
            }
            context.write(wrapOutboundOut(bytes), promise: nil)
            guard !isListed else { return }
            isListed = true
            shell.hasUnsent(self)
        case .closing, .closed:
            break
        }
    }

    func flush() {
        guard isListed else { return }
        isListed = false
        context?.flush()
    }

    // MARK: Closing

    /// Closes our side behind what was sent, and reads on for a while: closing over unread bytes
    /// would reset the connection and take the answer with it.
    func closeGracefully() {
        switch state {
        case .opening:
            closeNow()
        case .open:
            state = .closing(since: .now())
            context?.flush()
            context?.close(mode: .output, promise: nil)
        case .closing, .closed:
            break
        }
    }

    private func closeOverfull() {
        shell.counters.connectionsOverfull += 1
        closeNow()
    }

    private func closeNow() {
        let channel = channel
        finish()
        channel?.close(promise: nil)
    }

    func closeIfOverdue(now: NIODeadline) {
        let limits = shell.limits
        switch state {
        case .open:
            let isSlow = messageBegan.map { now - $0 > limits.messageTime } ?? false
            let isMute = owesMessage && now - lastHeard > limits.messageTime
            guard isSlow || isMute || now - lastHeard > limits.idleTime else { return }
            shell.counters.connectionsTimedOut += 1
            closeNow()
        case .closing(let since):
            if now - since > limits.lingerTime { closeNow() }
        case .opening, .closed:
            break
        }
    }
}
