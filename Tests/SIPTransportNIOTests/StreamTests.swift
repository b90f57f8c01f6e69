import Glibc
import NIOCore
import NetworkAddresses
import SIPTransportNIO
import SIPTransports
import Testing

private func message(_ name: String, body: String = "") -> String {
    "MESSAGE sip:\(name)@home SIP/2.0\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
}

/// The address of a descriptor, if it is a socket that listens for connections.
private func endpoint(ofListening descriptor: CInt) -> SocketEndpoint? {
    var isListening: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &length) == 0,
        isListening == 1
    else {
        return nil
    }
    return Peer.endpoint(of: descriptor)
}

struct StreamTests {
    @Test(
        "A message that arrives in pieces is delivered whole, with its flow",
        arguments: [
            IPAddress.loopbackV4, .loopbackV6,
        ])
    func split(address: IPAddress) async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp, address)
            let peer = try Peer(to: listener.endpoint)
            let text = message("split", body: "0123456789")
            for byte in text.utf8 { try peer.write([byte]) }
            #expect(try peer.read(count: text.utf8.count) == text)
            let flow = try #require(try await rig.heard().messages.first?.flow)
            #expect(
                flow.transport == .tcp && flow.local == listener.endpoint
                    && flow.remote == peer.endpoint)
            #expect(flow.connection % 2 == 1)
        }
    }

    @Test(
        "Messages in one write are delivered one by one in order, and their answers return in order"
    )
    func several() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            let texts = (0..<100).map { message("\($0)", body: String(repeating: "x", count: $0)) }
            try peer.write(texts.joined())
            #expect(try peer.read(count: texts.joined().utf8.count) == texts.joined())
            #expect(try await rig.heard().messages.map(\.text) == texts)
        }
    }

    @Test("A double line end is answered with one line end, also between messages")
    func ping() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write("\r\n\r\n")
            #expect(try peer.read() == "\r\n")
            let text = message("a")
            try peer.write("\(text)\r\n\r\n")
            let answers = try peer.read(count: text.utf8.count + 2)
            #expect(answers.contains(text) && answers.utf8.count == text.utf8.count + 2)
            #expect(try await rig.on { $0.counters.pings } == 2)
        }
    }

    @Test("A message that cannot be framed is answered and then the connection is closed")
    func unframeable() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            let head = "INVITE sip:a@home SIP/2.0\r\nContent-Length: -1\r\n\r\n"
            try peer.write(head + String(repeating: "z", count: 50_000))
            #expect(try peer.read(count: 100_000) == head)
            #expect(try await rig.eventually { heard, _ in heard.closed.count == 1 })
            #expect(try await rig.heard().messages.map(\.text) == [head])
            #expect(try await rig.on { $0.counters.framingFailures } == 1)
        }
    }

    @Test("What is not SIP closes the connection without an answer")
    func garbage() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(peer.seesEnd())
            #expect(try await rig.heard().messages.isEmpty)
        }
    }

    @Test("A connection closed by its peer is told once")
    func closedByPeer() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            do {
                let peer = try Peer(to: listener.endpoint)
                try peer.write(message("a"))
                _ = try peer.read()
            }
            #expect(try await rig.eventually { heard, _ in !heard.closed.isEmpty })
            try await Task.sleep(for: .milliseconds(20))
            let heard = try await rig.heard()
            #expect(heard.closed == heard.messages.map(\.flow))
            #expect(try await rig.on { $0.connectionCount } == 0)
        }
    }

    @Test("A peer that closes its sending side at once still gets its answer")
    func halfClosed() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            let text = message("last words")
            try peer.write(text)
            shutdown(peer.socket, Int32(SHUT_WR))
            #expect(try peer.read(count: 100_000) == text)
        }
    }

    @Test("A listener that the system takes away comes back by itself")
    func revival() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.tcp)
            let socket = try #require(
                (0..<getdtablesize()).first { endpoint(ofListening: $0) == listener.endpoint })
            shutdown(socket, Int32(SHUT_RDWR))
            let end = ContinuousClock.now + .seconds(5)
            var answer = ""
            while answer.isEmpty, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
                guard let peer = try? Peer(to: listener.endpoint),
                    (try? peer.write(message("again"))) != nil
                else {
                    continue
                }
                answer = (try? peer.read()) ?? ""
            }
            #expect(answer == message("again"))
        }
    }

    @Test("Closing sends what was transmitted before, although the peer's bytes lie unread")
    func closeAfterSending() async throws {
        try await withRig { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write(message("a"))
            #expect(try await rig.eventually { heard, _ in heard.messages.count == 1 })
            let flow = try await rig.heard().messages[0].flow
            let answer = String(repeating: "y", count: 300_000)
            try await rig.on { shell in
                shell.transmit(ByteBuffer(string: answer), over: flow)
                shell.close(flow)
                shell.transmit(ByteBuffer(string: "too late"), over: flow)
            }
            try peer.write(String(repeating: "unread", count: 1000))
            #expect(try peer.read(count: 1_000_000) == answer)
            shutdown(peer.socket, Int32(SHUT_WR))
            #expect(try await rig.eventually { heard, _ in heard.closed == [flow] })
        }
    }

    @Test("A peer that never closes its side is let go after the linger time")
    func linger() async throws {
        var limits = TransportLimits()
        limits.lingerTime = .milliseconds(100)
        try await withRig(limits: limits) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write(message("a"))
            #expect(try await rig.eventually { heard, _ in heard.messages.count == 1 })
            let flow = try await rig.heard().messages[0].flow
            try await rig.on { $0.close(flow) }
            #expect(try await rig.eventually { heard, _ in heard.closed == [flow] })
        }
    }

    // MARK: Limits

    @Test("A message that drips too slowly closes the connection, however busy it looks")
    func slow() async throws {
        var limits = TransportLimits()
        limits.messageTime = .milliseconds(200)
        try await withRig(limits: limits) { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write(message("first"))
            let start = ContinuousClock.now
            for byte in message("slow").utf8 {
                do { try peer.write([byte]) } catch { break }
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(peer.seesEnd())
            #expect(ContinuousClock.now - start < .seconds(2))
            #expect(try await rig.heard().messages.count == 1)
            #expect(try await rig.on { $0.counters.connectionsTimedOut } == 1)
        }
    }

    @Test("A connection that says nothing is closed; one that spoke may rest until the idle limit")
    func mute() async throws {
        var limits = TransportLimits()
        limits.messageTime = .milliseconds(100)
        limits.idleTime = .milliseconds(600)
        try await withRig(limits: limits) { rig in
            let listener = try await rig.listen(.tcp)
            let mute = try Peer(to: listener.endpoint)
            let resting = try Peer(to: listener.endpoint)
            try resting.write("\r\n\r\n\r\n")
            #expect(mute.seesEnd())
            #expect(try await rig.on { $0.connectionCount } == 1)
            #expect(try resting.read() == "\r\n")
            #expect(resting.seesEnd())
            #expect(try await rig.on { $0.counters.connectionsTimedOut } == 2)
        }
    }

    @Test(
        "One source takes no more than its share of connections; closing one gives a place back"
    )
    func perSource() async throws {
        var limits = TransportLimits()
        limits.connectionsPerSource = 2
        limits.connections = 3
        try await withRig(echoes: true, limits: limits) { rig in
            let listener = try await rig.listen(.tcp)
            let second = IPAddress(v4: 0x7F00_0002)
            var held: [Peer] = []
            func connects(_ source: IPAddress) throws -> Bool {
                let peer = try Peer(to: listener.endpoint, from: source)
                let text = message("x")
                do {
                    try peer.write(text)
                    guard try peer.read(count: text.utf8.count) == text else { return false }
                } catch is Peer.Failure {
                    return false
                }
                held.append(peer)
                return true
            }
            #expect(try connects(.loopbackV4))
            #expect(try connects(.loopbackV4))
            #expect(try !connects(.loopbackV4))
            #expect(try connects(second))
            #expect(try !connects(second), "the limit in all")
            #expect(try await rig.on { $0.counters.connectionsRefused } == 2)
            held.removeFirst()
            #expect(try await rig.eventually { heard, _ in heard.closed.count == 1 })
            #expect(try connects(.loopbackV4))
        }
    }

    @Test("A peer that does not read is cut off, not buffered for without end")
    func overfull() async throws {
        try await withRig { rig in
            let listener = try await rig.listen(.tcp)
            let peer = try Peer(to: listener.endpoint)
            try peer.write(message("a"))
            #expect(try await rig.eventually { heard, _ in heard.messages.count == 1 })
            let flow = try await rig.heard().messages[0].flow
            let chunk = ByteBuffer(string: String(repeating: "x", count: 60_000))
            for _ in 0..<1000 {
                try await rig.on { shell in
                    shell.transmit(chunk, over: flow)
                    shell.flush()
                }
            }
            #expect(try await rig.heard().closed == [flow])
            #expect(try await rig.on { $0.counters.connectionsOverfull } == 1)
        }
    }
}
