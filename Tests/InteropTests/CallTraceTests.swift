import Foundation
import Testing

/// What the node tells of calls that SIPp and a real phone made through it.
@Suite("The trace of a call", .takingTurns)
struct CallTraceTests {
    private struct Shown: Decodable {
        struct Event: Decodable {
            struct Message: Decodable {
                let label: String
                let isReceived: Bool
                let remote: String
                let isRetransmission: Bool
            }
            struct Decision: Decodable { let step: String }
            let message: Message?
            let decision: Decision?
        }
        struct Participant: Decodable {
            let role: String
            let name: String
        }
        struct Summary: Decodable {
            let id: String
            let kind: String
            let status: Int?
            let isFailed: Bool
        }
        let summary: Summary
        let events: [Event]
        let participants: [Participant]
    }

    private func calls(_ node: ClearwaterProcess, _ options: String...) async throws
        -> [Shown.Summary]
    {
        let (ending, text) = try await node.command(["calls", "--json"] + options)
        try #require(ending == .exited(0), "\(text)")
        return try JSONDecoder().decode([Shown.Summary].self, from: Data(text.utf8))
    }

    private func shown(_ id: String, _ node: ClearwaterProcess) async throws -> Shown {
        let (ending, text) = try await node.command(["call", id, "--json"])
        try #require(ending == .exited(0), "\(text)")
        return try JSONDecoder().decode(Shown.self, from: Data(text.utf8))
    }

    @Test("tells each message that passed, in order, and who took part", arguments: Transport.allCases)
    func ladder(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node, over: transport)
        let trunk = try SIPpRun.trunk("call", of: node, over: transport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        let call = try #require(try await calls(node, "--kind", "call").first)
        #expect(call.status == 200)
        #expect(!call.isFailed)
        let shown = try await shown(call.id, node)
        #expect(shown.participants.map(\.role) == ["trunk", "node", "phone"])
        #expect(shown.participants.map(\.name) == ["trusted_peers", "this node", "+15551000000"])
        let messages = shown.events.compactMap(\.message).filter { !$0.isRetransmission }
        let heard = messages.filter { $0.remote.hasPrefix(node.block.trunk) }
        #expect(heard.filter(\.isReceived).map(\.label) == ["INVITE", "ACK", "BYE"])
        let told = heard.filter { !$0.isReceived }.map(\.label)
        #expect(told.first == "100 Trying")
        #expect(told.suffix(2) == ["200 OK", "200 OK"])
        let steps = shown.events.compactMap { $0.decision?.step }
        #expect(steps.contains("trunk_matched"))
        #expect(steps.contains("contacts_chosen"))
        #expect(steps.filter { $0 == "answered" }.count == 2)
        let (_, text) = try await node.command(["call", call.id])
        #expect(text.contains("was answered after"))
        #expect(text.contains("INVITE"))
    }

    @Test("of a busy phone stands among those that failed, with its reason")
    func busy() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("busy", of: node)
        let trunk = try SIPpRun.trunk("call_busy", of: node)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        let failed = try await calls(node, "--failed", "--number", "15551000000")
        #expect(failed.map(\.status) == [486])
        let (_, text) = try await node.command(["call", failed.first?.id ?? ""])
        let sentence = text.replacingOccurrences(of: "\n", with: " ")
        #expect(sentence.contains("was answered 486 Busy Here by the phone of +15551000000"))
    }
}
