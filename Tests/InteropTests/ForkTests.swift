import Testing

/// RFC 3261 16.7: every phone of a number rings; what one does, the others get to know.
@Suite("Two phones of one number", .takingTurns)
struct ForkTests {
    @Test("ring until one answers", arguments: Transport.allCases, Transport.allCases)
    func oneAnswers(_ first: Transport, _ second: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let idle = try await SIPpRun.phone("ring_in_vain", of: node, over: first)
        let busy = try await SIPpRun.phone(
            "answer_later", at: node.block.otherPhone, of: node, over: second, talk: .seconds(1))
        let trunk = try SIPpRun.trunk("call_forked", of: node)
        await trunk.expectSuccess(log: node)
        await busy.expectSuccess()
        await idle.expectSuccess()
    }

    @Test("stop ringing when the caller gives up")
    func callerGivesUp() async throws {
        let node = try await ClearwaterProcess.running()
        let first = try await SIPpRun.phone("ring_in_vain", of: node)
        let second = try await SIPpRun.phone(
            "ring_in_vain", at: node.block.otherPhone, of: node, over: .tcp)
        let trunk = try SIPpRun.trunk("call_forked_cancelled", of: node)
        await trunk.expectSuccess(log: node)
        await first.expectSuccess()
        await second.expectSuccess()
    }
}
