import Testing

/// RFC 3325 and TS 24.229 5.10.6 from outside: what left the trunk and what reached the phone.
@Suite("The trust boundary", .takingTurns)
struct TrustBoundaryTests {
    static let kept: Set<Substring> = [
        "P-Asserted-Identity", "Privacy", "Diversion", "History-Info", "Identity", "X-Trunk-Note",
        "From", "To", "Call-ID", "CSeq", "Contact", "Allow", "Content-Type",
    ]
    static let removed: Set<Substring> = [
        "P-Access-Network-Info", "P-Visited-Network-ID", "P-Served-User", "P-Charging-Vector",
        "P-Charging-Function-Addresses", "Authorization", "Proxy-Authorization",
    ]

    @Test("passes a call's headers and body byte for byte", arguments: Transport.allCases)
    func call(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("busy", of: node, over: transport)
        let trunk = try SIPpRun.trunk("call_busy", of: node, over: transport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        try expectSame("INVITE", from: trunk, at: phone)
    }

    @Test("passes a text byte for byte", arguments: Transport.allCases)
    func text(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("message", of: node, over: transport)
        let trunk = try SIPpRun.trunk("message_large", of: node, over: .tcp)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        try expectSame("MESSAGE", from: trunk, at: phone)
    }

    private func expectSame(_ method: String, from trunk: SIPpRun, at phone: SIPpRun) throws {
        let sent = try #require(trunk.trace.firstSent(method))
        let arrived = try #require(phone.trace.firstReceived(method))
        let left = sent.headerLines { Self.kept.contains($0) }
        let came = arrived.headerLines { Self.kept.contains($0) }
        #expect(left.count > 10)
        #expect(left.map { Array($0.utf8) } == came.map { Array($0.utf8) }, "\(left)\n\(came)")
        #expect(sent.headerLines { Self.removed.contains($0) }.count == Self.removed.count)
        #expect(arrived.headerLines { Self.removed.contains($0) }.isEmpty)
        #expect(Array(sent.body.utf8) == Array(arrived.body.utf8))
        #expect(sent.body.utf8.count > 100)
    }
}
