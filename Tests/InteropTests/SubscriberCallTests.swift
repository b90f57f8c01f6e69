import Testing

/// Both ends are phones of ours: softphones, each with a number.
@Suite("A softphone that calls another subscriber", .takingTurns)
struct SubscriberCallTests {
    static let other = "+15551000001"

    @Test("talks and hangs up", arguments: Transport.allCases, Transport.allCases)
    func talks(from calling: Transport, to called: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        try await node.addSubscriber(Self.other)
        let caller = try await BaresipPhone.registered(with: node, over: calling)
        let callee = try await BaresipPhone.registered(
            with: node, over: called, number: Self.other, at: node.block.otherPhone)
        try await caller.dial("sip:\(Self.other)@ims.test")
        try await callee.shows("Incoming call from")
        try await callee.answer()
        try await caller.shows("Call established")
        try await callee.shows("Call established")
        try await Task.sleep(for: .seconds(2))
        try await caller.hangUp()
        for phone in [caller, callee] {
            let sound = try await phone.sound()
            #expect(sound.sent > 50 && sound.received > 50, "\(sound)")
            await phone.stop()
        }
    }

    @Test("is told when there is no such number")
    func unknown() async throws {
        let node = try await ClearwaterProcess.running()
        let caller = try await BaresipPhone.registered(with: node, over: .udp)
        try await caller.dial("sip:+15559999999@ims.test")
        try await caller.shows("404 Not Found")
        await caller.stop()
    }
}
