import Testing

/// baresip as the phone and SIPp as the trunk, with sound between the two.
@Suite("A softphone rung by a trunk", .takingTurns)
struct SoftphoneTests {
    @Test("talks and is hung up on", arguments: Transport.allCases)
    func hungUpOn(over transport: Transport) async throws {
        try await call("call", over: transport) { phone in
            try await phone.shows("terminated (duration")
        }
    }

    @Test("talks and hangs up", arguments: Transport.allCases)
    func hangsUp(over transport: Transport) async throws {
        try await call("call_hung_up_by_phone", over: transport) { phone in
            try await Task.sleep(for: .seconds(2))
            try await phone.hangUp()
        }
    }

    /// A call of about two seconds, 50 packets of sound a second each way.
    private func call(
        _ scenario: String, over transport: Transport,
        end: (BaresipPhone) async throws -> Void
    ) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await BaresipPhone.registered(with: node, over: transport)
        let sound = try RTPEndpoint(address: node.block.trunk)
        sound.startTalking()
        defer { sound.hangUp() }
        let trunk = try SIPpRun.trunk(
            scenario, of: node, over: transport, talk: .seconds(2),
            options: ["--sound", "\(sound.port)"])
        try await trunk.received("SIP/2.0 180 ")
        try await phone.answer()
        try await phone.shows("Call established")
        try await end(phone)
        await trunk.expectSuccess(log: node)
        let heard = try await phone.sound()
        #expect(heard.sent > 50 && heard.received > 50, "\(heard)")
        #expect(sound.sent > 50 && sound.received > 50, "\(sound.sent), \(sound.received)")
        await phone.stop()
    }
}
