import Glibc
import NIOCore
import NetworkAddresses
import SIPTransportNIO
import SIPTransports
import Testing

private func flow(
    to remote: SocketEndpoint, from local: IPAddress = .loopbackV4, connection: UInt64 = 2
) -> Flow {
    Flow(
        transport: .tcp, local: SocketEndpoint(local, 5060), remote: remote, connection: connection)
}

/// Ends a test's own process with failure.
private struct Unmet: Error {}

struct OpeningTests {
    @Test(
        "What is transmitted over a connection that is opening arrives, from the flow's own address"
    )
    func open() async throws {
        try await withRig { rig in
            try await withRig { other in
                let listener = try await other.listen(.tcp)
                let source = IPAddress(v4: 0x7F00_0007)
                let text = "OPTIONS sip:x SIP/2.0\r\nl: 0\r\n\r\n"
                try await rig.on { shell in
                    shell.open(flow(to: listener.endpoint, from: source))
                    shell.transmit(
                        ByteBuffer(string: text), over: flow(to: listener.endpoint, from: source))
                    shell.flush()
                }
                #expect(
                    try await other.eventually { heard, _ in heard.messages.map(\.text) == [text] })
                let arrived = try await other.heard().messages[0].flow
                #expect(arrived.remote.address == source)
                try await other.send(text, over: arrived)
                #expect(try await rig.eventually { heard, _ in heard.messages.count == 1 })
                #expect(
                    try await rig.heard().messages[0].flow
                        == flow(to: listener.endpoint, from: source))
            }
        }
    }

    @Test("A refused connection is told as closed")
    func refused() async throws {
        try await withRig { rig in
            let free = try Peer(datagrams: false).endpoint
            try await rig.on { $0.open(flow(to: free)) }
            #expect(try await rig.eventually { heard, _ in heard.closed == [flow(to: free)] })
            #expect(try await rig.on { $0.counters.connectionsFailed } == 1)
            #expect(try await rig.on { $0.connectionCount } == 0)
        }
    }

    @Test("A connection that nobody answers is told as closed after the connect time")
    func unanswered() async throws {
        var limits = TransportLimits()
        limits.connectTime = .milliseconds(200)
        try await withRig(limits: limits) { rig in
            // A listener whose queue is full answers no further connection requests.
            let deaf = try Peer(datagrams: false)
            Glibc.listen(deaf.socket, 0)
            let filling = try Peer(to: deaf.endpoint)
            let target = flow(to: deaf.endpoint)
            try await rig.on { $0.open(target) }
            #expect(try await rig.eventually { heard, _ in heard.closed == [target] })
            withExtendedLifetime(filling) {}
        }
    }

    @Test("Opening from an address that is not ours is told as closed")
    func foreignSource() async throws {
        try await withRig { rig in
            let listener = try await rig.listen(.tcp)
            let target = flow(to: listener.endpoint, from: IPAddress(v4: 0xC000_0201))
            try await rig.on { $0.open(target) }
            #expect(try await rig.eventually { heard, _ in heard.closed == [target] })
        }
    }

    @Test("More than the limit for a connection that is opening closes it")
    func queueWhileOpening() async throws {
        var limits = TransportLimits()
        limits.unwrittenBytes = 1000
        try await withRig(limits: limits) { rig in
            let listener = try await rig.listen(.tcp)
            let target = flow(to: listener.endpoint)
            try await rig.on { shell in
                shell.open(target)
                for _ in 0..<3 {
                    shell.transmit(ByteBuffer(repeating: 0x41, count: 400), over: target)
                }
            }
            #expect(try await rig.eventually { heard, _ in heard.closed.contains(target) })
            #expect(try await rig.on { $0.counters.connectionsOverfull } == 1)
        }
    }

    @Test("Beyond the limit in all nothing more is opened")
    func limit() async throws {
        var limits = TransportLimits()
        limits.connections = 0
        try await withRig(limits: limits) { rig in
            let target = flow(to: SocketEndpoint(.loopbackV4, 9))
            try await rig.on { $0.open(target) }
            #expect(try await rig.eventually { heard, _ in heard.closed == [target] })
        }
    }

    @Test("Without file descriptors the listener waits, and accepts again once there are some")
    func noDescriptors() async {
        await #expect(processExitsWith: .success) {
            try await withRig(echoes: true) { rig in
                let listener = try await rig.listen(.tcp)
                let peers = try (0..<3).map { _ in try Peer(datagrams: false) }
                // The runtime's own timer takes a descriptor when it is first used.
                try await Task.sleep(for: .milliseconds(1))
                let next = dup(peers[0].socket)
                close(next)
                var limit = rlimit()
                getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                let usual = limit
                limit.rlim_cur = rlim_t(next)
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                for peer in peers { try peer.connect(to: listener.endpoint) }
                let text = "OPTIONS sip:x SIP/2.0\r\nl: 0\r\n\r\n"
                for peer in peers { try peer.write(text) }
                guard try await rig.eventually({ _, counters in counters.acceptFailures > 0 })
                else { throw Unmet() }
                try await Task.sleep(for: .milliseconds(300))
                let failures = try await rig.on { $0.counters.acceptFailures }
                guard failures < 5 else { throw Unmet() }
                limit = usual
                setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
                for peer in peers {
                    guard try peer.read() == text else { throw Unmet() }
                }
            }
        }
    }
}
