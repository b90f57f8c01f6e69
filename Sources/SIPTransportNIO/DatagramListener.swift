import CDatagramBatches
import Glibc
import NIOCore
import NIOPosix
import NetworkAddresses
import SIPTransports

/// One UDP socket.
///
/// SwiftNIO says when it is readable and reads the first datagram; the rest of the burst, and
/// everything sent, goes through system calls of our own. That is cheaper per datagram, and it is
/// safer: a datagram that the kernel refuses to send (no route, a firewall, port 0) would otherwise
/// close the socket for everybody.
final class DatagramListener: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private struct Outgoing {
        var bytes: ByteBuffer
        var remote: SocketEndpoint
    }

    private let shell: TransportShell
    private(set) var channel: (any Channel)?
    private(set) var endpoint = SocketEndpoint(.anyV4, 0)
    private var socket: CInt = -1
    private var outbox: ContiguousArray<Outgoing> = []
    private var isRetryScheduled = false

    init(shell: TransportShell) { self.shell = shell }

    // MARK: Life

    func bootstrap(_ address: IPAddress) -> DatagramBootstrap {
        let bound = NIOLoopBound(self, eventLoop: shell.eventLoop)
        let bootstrap = DatagramBootstrap(group: shell.eventLoop)
            .channelOption(
                .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536)
            )
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
        return address.isV4 ? bootstrap : bootstrap.channelOption(.onlyIPv6, value: 1)
    }

    func start(_ channel: any Channel, endpoint: SocketEndpoint) throws {
        let handle = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(
            of: CInt.self
        ) { $0 }
        guard let handle else { throw ChannelError.operationUnsupported }
        datagrams_grow_buffers(handle, CInt(clamping: shell.limits.datagramBuffer))
        self.channel = channel
        self.endpoint = endpoint
        self.socket = handle
    }

    func channelInactive(context: ChannelHandlerContext) {
        guard socket >= 0 else { return }
        socket = -1
        channel = nil
        shell.revive(Listener(transport: .udp, endpoint: endpoint))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // News of a packet sent earlier; the socket is as good as before.
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard socket >= 0, let receiver = shell.receiver else { return }
        let first = unwrapInboundIn(data)
        if let remote = SocketEndpoint(first.remoteAddress) {
            first.data.withUnsafeReadableBytes { deliver($0, from: remote, to: receiver) }
        }
        // A few batches at most, so that timers and connections get their turn in a flood.
        for _ in 0..<4 where socket >= 0 {
            let count = shell.arena.receive(from: socket)
            for index in 0..<count { deliver(shell.arena.incoming[index], to: receiver) }
            if count < DatagramArena.slots { break }
        }
        receiver.turnEnded()
    }

    private func deliver(_ datagram: datagram, to receiver: any TransportReceiver) {
        let bits = UInt128(datagram.address_high) << 64 | UInt128(datagram.address_low)
        let bytes = UnsafeRawBufferPointer(start: datagram.bytes, count: Int(datagram.length))
        deliver(bytes, from: SocketEndpoint(IPAddress(bits: bits), datagram.port), to: receiver)
    }

    private func deliver(
        _ bytes: UnsafeRawBufferPointer, from remote: SocketEndpoint,
        to receiver: any TransportReceiver
    ) {
        shell.counters.datagramsReceived += 1
        var own = ByteBufferAllocator().buffer(capacity: bytes.count)
        own.writeBytes(bytes)
        receiver.received(own, over: Flow(transport: .udp, local: endpoint, remote: remote))
    }

    // MARK: Sending

    func transmit(_ bytes: ByteBuffer, to remote: SocketEndpoint) {
        guard outbox.count < shell.limits.unsentDatagrams else {
            shell.counters.datagramsDropped += 1
            return
        }
        outbox.append(Outgoing(bytes: bytes, remote: remote))
    }

    /// Gives the kernel what it takes; keeps the rest for a millisecond if the socket is full.
    func flush() {
        guard !outbox.isEmpty else { return }
        guard socket >= 0 else {
            shell.counters.datagramsDropped += UInt64(outbox.count)
            outbox.removeAll(keepingCapacity: true)
            return
        }
        var done = 0
        while done < outbox.count {
            let result = sendBatch(from: done)
            if result > 0 {
                done += result
                shell.counters.datagramsSent += UInt64(result)
            } else if result == -Int(EAGAIN) {
                retrySoon()
                break
            } else {
                done += 1
                shell.counters.datagramsRefused += 1
                shell.counters.lastSendError = Int32(-result)
            }
        }
        if done == outbox.count {
            outbox.removeAll(keepingCapacity: outbox.capacity <= 1024)
        } else {
            outbox.removeFirst(done)
        }
    }

    private func sendBatch(from start: Int) -> Int {
        let count = min(outbox.count - start, DATAGRAM_BATCH)
        let datagrams = shell.arena.outgoing
        for index in 0..<count {
            let bits = outbox[start + index].remote.address.bits
            // The pointer outlives the closure, but not the buffer: `outbox` holds that until the
            // call is over.
            let bytes = outbox[start + index].bytes.withUnsafeReadableBytes { $0 }
            datagrams[index] = datagram(
                bytes: UnsafeMutableRawPointer(mutating: bytes.baseAddress),
                address_high: UInt64(truncatingIfNeeded: bits >> 64),
                address_low: UInt64(truncatingIfNeeded: bits),
                length: UInt32(bytes.count), port: outbox[start + index].remote.port)
        }
        return Int(datagrams_send(socket, datagrams, CInt(count)))
    }

    private func retrySoon() {
        guard !isRetryScheduled else { return }
        isRetryScheduled = true
        shell.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            self.isRetryScheduled = false
            self.flush()
        }
    }
}
