import Testing

/// Requests written by hand, which no honest peer sends.
@Suite("A request out of the ordinary", .takingTurns)
struct AdmissionTests {
    @Test("is refused when a trunk asks for originating treatment")
    func originating() async throws {
        let node = try await ClearwaterProcess.running()
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        let route = "Route: <sip:\(node.block.node):5060;lr;orig>"
        #expect(try await trunk.ask("MESSAGE", headers: [route]).status == 403)
        #expect(try await trunk.ask("MESSAGE").status == 480)
    }

    @Test("is refused when it would use the node as a relay")
    func relay() async throws {
        let node = try await ClearwaterProcess.running()
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        #expect(try await trunk.ask("MESSAGE", "sip:+15559999999@elsewhere.test").status == 404)
        let route = "Route: <sip:\(node.block.stranger):5060;lr>"
        #expect(try await trunk.ask("MESSAGE", headers: [route]).status == 403)
    }

    @Test("binds nobody's phone when it repeats what another authorised")
    func replay() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("register_and_leave", of: node)
        await phone.expectSuccess()
        let authorised = try #require(phone.trace.sent.last)
        #expect(authorised.contains("nc=00000001"))
        for address in [node.block.stranger, node.block.phone] {
            let eavesdropper = try RawPeer(at: address, of: node)
            let answer = try await eavesdropper.repeatRequest(authorised)
            #expect(answer.status == 401, "\(answer)")
        }
    }

    @Test("is refused when it claims to belong to a call")
    func strangerToACall() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        let trunk = try SIPpRun.trunk("call", of: node, talk: .seconds(2))
        try await phone.received("ACK sip:")
        let answer = try #require(trunk.trace.firstReceived("SIP/2.0 200 "))
        let recorded = answer.headerLines { $0 == "Record-Route" }
        #expect(recorded.count == 1)
        let contact = "sip:\(ClearwaterProcess.number)@\(node.block.phone):5060"
        let stranger = try RawPeer(at: node.block.stranger, of: node)
        for route in [recorded.map { "Route:" + $0.drop { $0 != ":" }.dropFirst() }, []] {
            let refusal = try await stranger.ask("BYE", contact, headers: route, tag: "p1")
            #expect(refusal.status == 403, "\(refusal)")
        }
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("does not end the node when it is no request at all")
    func garbage() async throws {
        let node = try await ClearwaterProcess.running()
        let socket = try DatagramSocket(address: node.block.stranger)
        var random = SystemRandomNumberGenerator()
        for length in 0..<500 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            socket.send(bytes, to: SocketPlace(node.block.node, node.port))
        }
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        #expect(try await trunk.ask("MESSAGE").status == 480)
        #expect(await node.stop() == .exited(0))
    }
}
