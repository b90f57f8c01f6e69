import NIOCore
import NetworkAddresses
import SIPTransportNIO
import SIPTransports
import Testing

struct DatagramTests {
    @Test(
        "A datagram arrives with its flow and an answer returns to its source",
        arguments: [
            IPAddress.loopbackV4, .loopbackV6, IPAddress(v4: 0x7F00_0305),
        ])
    func echo(address: IPAddress) async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.udp, address)
            let peer = try Peer(datagrams: true, local: address.isV4 ? .loopbackV4 : .loopbackV6)
            try peer.send("hello", to: listener.endpoint)
            #expect(try peer.read() == "hello")
            let flow = try #require(try await rig.heard().messages.first?.flow)
            #expect(flow == Flow(transport: .udp, local: listener.endpoint, remote: peer.endpoint))
        }
    }

    @Test("A datagram of 65,000 bytes passes whole in both directions")
    func long() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.udp)
            let peer = try Peer(datagrams: true)
            let text = String(repeating: "0123456789", count: 6_500)
            for _ in 0..<3 {
                try peer.send("before", to: listener.endpoint)
                try peer.send(text, to: listener.endpoint)
                #expect(try peer.read() == "before")
                #expect(try peer.read() == text)
            }
        }
    }

    @Test("A burst is delivered whole and in order, in fewer turns than datagrams")
    func burst() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.udp)
            let peer = try Peer(datagrams: true)
            // The loop is held so that the burst waits in the socket.
            async let pause: Void = rig.on { _ in sleepBriefly() }
            try await Task.sleep(for: .milliseconds(20))
            for number in 0..<200 { try peer.send("\(number)", to: listener.endpoint) }
            try await pause
            #expect(try await rig.eventually { heard, _ in heard.messages.count == 200 })
            let heard = try await rig.heard()
            #expect(heard.messages.map(\.text) == (0..<200).map(String.init))
            #expect(heard.turns <= 10)
            for number in 0..<200 { #expect(try peer.read() == "\(number)") }
        }
    }

    @Test("What the kernel refuses to send harms nobody else")
    func refusedSends() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.udp)
            let peer = try Peer(datagrams: true)
            let text = String(repeating: "x", count: 65_535)
            try await rig.on { shell in
                func flow(_ address: IPAddress, _ port: UInt16) -> Flow {
                    Flow(
                        transport: .udp, local: listener.endpoint,
                        remote: SocketEndpoint(address, port))
                }
                // Port 0, broadcast, the other family, a place that loopback cannot reach, too
                // long.
                for bad in [
                    flow(.loopbackV4, 0), flow(IPAddress(v4: 0xFFFF_FFFF), 5060),
                    flow(.loopbackV6, 5060),
                    flow(IPAddress(v4: 0xC000_0201), 5060),
                ] { shell.transmit(ByteBuffer(string: "lost"), over: bad) }
                shell.transmit(
                    ByteBuffer(string: text), over: flow(.loopbackV4, peer.endpoint.port))
                shell.transmit(
                    ByteBuffer(string: "good"), over: flow(.loopbackV4, peer.endpoint.port))
                shell.flush()
            }
            #expect(try peer.read() == "good")
            #expect(try await rig.on { $0.counters.datagramsRefused } == 5)
            try peer.send("still here", to: listener.endpoint)
            #expect(try peer.read() == "still here")
        }
    }

    @Test("A port unreachable message from a peer that went away does not close the socket")
    func unreachable() async throws {
        try await withRig(echoes: true) { rig in
            let listener = try await rig.listen(.udp)
            let gone = try Peer(datagrams: true).endpoint
            let flow = Flow(transport: .udp, local: listener.endpoint, remote: gone)
            for _ in 0..<5 { try await rig.send("anybody?", over: flow) }
            let peer = try Peer(datagrams: true)
            try peer.send("still here", to: listener.endpoint)
            #expect(try peer.read() == "still here")
        }
    }

    @Test("A flow of no listener of ours is dropped and counted")
    func foreignFlow() async throws {
        try await withRig { rig in
            let listener = try await rig.listen(.udp)
            var local = listener.endpoint
            local.port &+= 1
            try await rig.send(
                "x", over: Flow(transport: .udp, local: local, remote: listener.endpoint))
            #expect(try await rig.on { $0.counters.datagramsDropped } == 1)
        }
    }

    @Test("An IPv6 listener leaves IPv4 to others on the same port")
    func onlyIPv6() async throws {
        try await withRig { rig in
            let six = try await rig.listen(.udp, .anyV6)
            let four = try await rig.listen(.udp, .anyV4, port: six.endpoint.port)
            #expect(four.endpoint.port == six.endpoint.port)
            let streamSix = try await rig.listen(.tcp, .anyV6)
            let streamFour = try await rig.listen(.tcp, .anyV4, port: streamSix.endpoint.port)
            #expect(streamFour.endpoint.port == streamSix.endpoint.port)
        }
    }

    @Test(
        "A port in use is told with address, port and the command that names its holder",
        arguments: [
            TransportProtocol.udp, .tcp,
        ])
    func portInUse(transport: TransportProtocol) async throws {
        try await withRig { rig in
            let first = try await rig.listen(transport)
            let error = await #expect(throws: BindError.self) {
                try await rig.listen(transport, .loopbackV4, port: first.endpoint.port)
            }
            let text = try #require(error).description
            let option = transport == .udp ? "-lnup" : "-lntp"
            #expect(text.contains("\(transport.uriName) 127.0.0.1:\(first.endpoint.port)"))
            #expect(text.contains("Address already in use"))
            #expect(text.contains("ss \(option) 'sport = :\(first.endpoint.port)'"))
        }
    }

    @Test("An address that is not this machine's is told as such")
    func foreignAddress() async throws {
        try await withRig { rig in
            let error = await #expect(throws: BindError.self) {
                try await rig.listen(.udp, IPAddress(v4: 0xC000_0201))
            }
            let text = try #require(error).description
            #expect(text.contains("this machine has no address 192.0.2.1"))
        }
    }
}

/// Holds the event loop, as a long turn would.
private func sleepBriefly() {
    let end = ContinuousClock.now + .milliseconds(150)
    while ContinuousClock.now < end {}
}
