import Foundation
import Testing

/// SIPp as the trunk calls SIPp as a registered phone, through the node.
@Suite("A trunk's call", .takingTurns)
struct TrunkCallTests {
    /// What the phone does and what the trunk must see, by the names of the scenarios.
    struct Story: Sendable, CustomTestStringConvertible {
        let phone: String
        let trunk: String
        let testDescription: String
    }

    static let stories = [
        Story(phone: "answer", trunk: "call", testDescription: "answered, hung up by the trunk"),
        Story(
            phone: "hang_up", trunk: "call_hung_up_by_phone",
            testDescription: "answered, hung up by the phone"),
        Story(phone: "busy", trunk: "call_busy", testDescription: "busy"),
        Story(phone: "held", trunk: "call_held", testDescription: "held by the trunk"),
        Story(phone: "hold", trunk: "call_held_by_phone", testDescription: "held by the phone"),
    ]

    @Test("goes as the phone wants it", arguments: stories, Transport.allCases)
    func goes(story: Story, over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone(story.phone, of: node, over: transport)
        let trunk = try SIPpRun.trunk(story.trunk, of: node, over: transport)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("crosses from the trunk's transport to the phone's", arguments: Transport.allCases)
    func crosses(from transport: Transport) async throws {
        let other: Transport = transport == .udp ? .tcp : .udp
        for (answer, call) in [("answer", "call"), ("hang_up", "call_hung_up_by_phone")] {
            let node = try await ClearwaterProcess.running()
            let phone = try await SIPpRun.phone(answer, of: node, over: other)
            let trunk = try SIPpRun.trunk(call, of: node, over: transport)
            await trunk.expectSuccess(log: node)
            await phone.expectSuccess()
        }
    }

    @Test(
        "stops ringing when the caller gives up", arguments: Transport.allCases,
        [Duration.milliseconds(1), .seconds(3)])
    func stopsRinging(over transport: Transport, after patience: Duration) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("ring", of: node, over: transport)
        let trunk = try SIPpRun.trunk("call_cancelled", of: node, over: transport, talk: patience)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("may be cancelled before the phone rings", arguments: Transport.allCases)
    func cancelledEarly(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("ring_late", of: node, over: transport)
        let trunk = try SIPpRun.trunk("call_cancelled_early", of: node, over: transport)
        await trunk.expectSuccess(log: node)
        // A quick CANCEL overtakes the search for the phone, which then never hears of the call.
        if phone.trace.received.contains(where: { $0.hasPrefix("INVITE ") }) {
            await phone.expectSuccess()
        }
    }

    @Test("reaches a phone behind a NAT", arguments: Transport.allCases)
    func behindNAT(over transport: Transport) async throws {
        for (answer, call) in [("answer", "call"), ("hang_up", "call_hung_up_by_phone")] {
            let node = try await ClearwaterProcess.running()
            // Nothing sent there arrives anywhere: documentation addresses, RFC 5737.
            let phone = try await SIPpRun.phone(
                answer, of: node, over: transport, options: ["--contact", "192.0.2.55:5060"])
            let trunk = try SIPpRun.trunk(call, of: node)
            await trunk.expectSuccess(log: node)
            await phone.expectSuccess()
        }
    }

    @Test("may name the node's address, a port, or leave out the plus", arguments: [
        "sip:+15551000000@NODE", "sip:15551000000@NODE", "sip:+15551000000@NODE:5060",
        "sip:15551000000@ims.test", "sip:+15551000000@NODE;user=phone",
    ])
    func byAddress(uri: String) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        let called = uri.replacingOccurrences(of: "NODE", with: node.block.node)
        let trunk = try SIPpRun.trunk("call", of: node, uri: called)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
    }
}
