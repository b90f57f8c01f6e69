import Testing

/// A node on an address of each family. The tests share ::1, so each has ports of its own.
@Suite("A node with IPv4 and IPv6", .takingTurns)
struct FamilyTests {
    @Test("takes a call over IPv6 to a phone with IPv4", arguments: Transport.allCases)
    func trunkHasIPv6(over transport: Transport) async throws {
        let node = try await running(trusted: "::1")
        let phone = try await SIPpRun.phone("answer", of: node, over: transport)
        let trunk = try SIPpRun(
            "trunk/call", at: "[::1]:\(try freePort())", of: node, over: transport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("takes a call over IPv4 to a phone with IPv6", arguments: Transport.allCases)
    func phoneHasIPv6(over transport: Transport) async throws {
        let node = try await running()
        let phone = try await SIPpRun.phone(
            "hang_up", at: "[::1]:\(try freePort())", of: node, over: transport)
        let trunk = try SIPpRun.trunk("call_hung_up_by_phone", of: node, over: transport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("refuses a stranger over IPv6", arguments: Transport.allCases)
    func stranger(over transport: Transport) async throws {
        let node = try await running()
        let stranger = try SIPpRun(
            "trunk/message_forbidden", at: "[::1]:\(try freePort())", of: node, over: transport)
        await stranger.expectSuccess(log: node)
    }

    private func running(trusted: String? = nil) async throws -> ClearwaterProcess {
        let node = try ClearwaterProcess(also: ["::1"], port: try freePort(), trusted: trusted)
        try await node.addSubscriber()
        try await node.start()
        return node
    }

    private func freePort() throws -> UInt16 { try DatagramSocket(address: "::1").port }
}
