import NIOCore
import NIOPosix
import NetworkAddresses
import SIPTransportNIO
import SIPTransports

/// What a test's receiver heard, as values that leave the event loop.
struct Heard: Sendable {
    var messages: [(text: String, length: Int, flow: Flow)] = []
    var closed: [Flow] = []
    var turns = 0
}

/// Writes down what is delivered; echoes it at the end of the turn if told so.
final class Recorder: TransportReceiver {
    var heard = Heard()
    var echoes = false
    var shell: TransportShell?
    private var answers: [(ByteBuffer, Flow)] = []

    func received(_ bytes: ByteBuffer, over flow: Flow) {
        heard.messages.append((String(buffer: bytes), bytes.readableBytes, flow))
        if echoes { answers.append((bytes, flow)) }
    }

    func closed(_ flow: Flow) { heard.closed.append(flow) }

    func turnEnded() {
        heard.turns += 1
        for (bytes, flow) in answers { shell?.transmit(bytes, over: flow) }
        answers.removeAll()
        shell?.flush()
    }
}

/// A shell on an event loop of its own thread, with its recorder.
final class Rig: Sendable {
    private struct Parts {
        let shell: TransportShell
        let recorder: Recorder
    }

    private let group: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let parts: NIOLoopBound<Parts>

    init(echoes: Bool = false, limits: TransportLimits = TransportLimits()) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        self.group = group
        self.loop = loop
        parts = try await loop.submit {
            let recorder = Recorder()
            let shell = TransportShell(eventLoop: loop, limits: limits)
            recorder.echoes = echoes
            recorder.shell = shell
            shell.receiver = recorder
            return NIOLoopBound(Parts(shell: shell, recorder: recorder), eventLoop: loop)
        }.get()
    }

    /// Runs on the loop.
    func on<T: Sendable>(_ body: @escaping @Sendable (TransportShell) throws -> T) async throws -> T
    {
        try await loop.submit { try body(self.parts.value.shell) }.get()
    }

    func heard() async throws -> Heard {
        try await loop.submit { self.parts.value.recorder.heard }.get()
    }

    func listen(
        _ transport: TransportProtocol, _ address: IPAddress = .loopbackV4, port: UInt16 = 0
    ) async throws
        -> Listener
    {
        let listener = Listener(transport: transport, endpoint: SocketEndpoint(address, port))
        return try await loop.flatSubmit { self.parts.value.shell.listen(on: listener) }.get()
    }

    func send(_ text: String, over flow: Flow) async throws {
        try await on { shell in
            shell.transmit(ByteBuffer(string: text), over: flow)
            shell.flush()
        }
    }

    /// Looks again and again until it holds; false after the time given.
    func eventually(
        within time: Duration = .seconds(5), _ holds: @Sendable (Heard, TransportCounters) -> Bool
    ) async throws -> Bool {
        let end = ContinuousClock.now + time
        while true {
            let counters = try await on { $0.counters }
            if holds(try await heard(), counters) { return true }
            if ContinuousClock.now > end { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    func end() async throws {
        try await loop.flatSubmit { self.parts.value.shell.shutdown() }.get()
        try await loop.submit { self.parts.value.recorder.shell = nil }.get()
        try await group.shutdownGracefully()
    }
}

/// Runs a test against a rig and takes it down whatever happens.
func withRig(
    echoes: Bool = false, limits: TransportLimits = TransportLimits(),
    _ body: (Rig) async throws -> Void
) async throws {
    let rig = try await Rig(echoes: echoes, limits: limits)
    do {
        try await body(rig)
    } catch {
        try await rig.end()
        throw error
    }
    try await rig.end()
}
