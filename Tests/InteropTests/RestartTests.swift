import Testing

/// The dialog is held by its ends; the node keeps nothing of it that a kill could take.
@Suite("A node that is killed in mid-call and started again", .takingTurns)
struct RestartTests {
    // SIPp gives up a call whose TCP connection breaks, so its calls are over UDP here.

    @Test("lets the trunk hang up")
    func trunkHangsUp() async throws {
        try await killed(phone: "answer", trunk: "call")
    }

    @Test("lets the phone hang up")
    func phoneHangsUp() async throws {
        try await killed(phone: "hang_up", trunk: "call_hung_up_by_phone")
    }

    @Test("lets a softphone hang up over a new connection", arguments: Transport.allCases)
    func softphoneHangsUp(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await BaresipPhone.registered(with: node, over: transport)
        let trunk = try SIPpRun.trunk("call_hung_up_by_phone", of: node)
        try await trunk.received("SIP/2.0 180 ")
        try await phone.answer()
        try await phone.shows("Call established")
        await node.kill()
        try await node.start()
        try await phone.hangUp()
        await trunk.expectSuccess(log: node)
        await phone.stop()
    }

    @Test("rings a phone that registered before")
    func ringsAgain() async throws {
        let node = try await ClearwaterProcess.running()
        let before = try await SIPpRun.phone("register_and_leave", of: node)
        await before.expectSuccess()
        await node.kill()
        try await node.start()
        let phone = try SIPpRun(
            "phone/answer_without_register", at: node.block.phone, of: node)
        let trunk = try SIPpRun.trunk("call", of: node)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    private func killed(phone answer: String, trunk call: String) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone(answer, of: node, talk: .seconds(5))
        let trunk = try SIPpRun.trunk(call, of: node, talk: .seconds(5))
        try await phone.received("ACK sip:")
        await node.kill()
        try await node.start()
        #expect(!phone.trace.received.contains { $0.hasPrefix("BYE ") }, "the call was too short")
        #expect(!trunk.trace.received.contains { $0.hasPrefix("BYE ") }, "the call was too short")
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }
}
