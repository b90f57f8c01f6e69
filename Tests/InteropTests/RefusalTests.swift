import Foundation
import Testing

/// What the node answers itself.
@Suite("The node itself", .takingTurns)
struct RefusalTests {
    @Test(
        "refuses a stranger", arguments: ["call_forbidden", "message_forbidden"],
        Transport.allCases)
    func stranger(scenario: String, over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone(
            "register", of: node, over: transport, talk: .seconds(2))
        let run = try SIPpRun(
            "trunk/" + scenario, at: node.block.stranger, of: node, over: transport,
            talk: .seconds(1))
        await run.expectSuccess(log: node)
        // The phone's scenario fails if anything at all rings it.
        await phone.expectSuccess()
    }

    @Test("knows no such number", arguments: Transport.allCases)
    func unknown(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let run = try SIPpRun.trunk(
            "call_unknown", of: node, over: transport, uri: "sip:+15559999999@ims.test")
        await run.expectSuccess(log: node)
    }

    @Test("knows the number but no phone of it", arguments: Transport.allCases)
    func unavailable(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let run = try SIPpRun.trunk("call_unavailable", of: node, over: transport)
        await run.expectSuccess(log: node)
    }

    @Test("no longer rings a phone that has left", arguments: Transport.allCases)
    func left(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        await (try SIPpRun.phone("register", of: node, over: transport)).expectSuccess()
        let run = try SIPpRun.trunk("call_unavailable", of: node, over: transport)
        await run.expectSuccess(log: node)
    }

    @Test("knows at once that a phone's connection is gone")
    func switchedOff() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("register_and_leave", of: node, over: .tcp)
        await phone.expectSuccess()
        let run = try SIPpRun.trunk("call_unavailable", of: node, limit: .seconds(5))
        await run.expectSuccess(log: node)
    }

    @Test("lets no trunk register", arguments: Transport.allCases)
    func trunkRegisters(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        await (try SIPpRun.trunk("register", of: node, over: transport)).expectSuccess(log: node)
    }

    @Test("answers the keep-alive of anyone", arguments: Transport.allCases)
    func keepAlive(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        for address in [node.block.trunk, node.block.stranger] {
            let run = try SIPpRun(
                "trunk/options", at: address, of: node, over: transport,
                uri: "sip:\(node.block.node)")
            await run.expectSuccess(log: node)
        }
    }

    @Test("takes a phone's refresh with the next nonce count", arguments: Transport.allCases)
    func refresh(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("refresh", of: node, over: transport)
        await phone.expectSuccess(log: node)
    }

    @Test("takes no wrong password", arguments: Transport.allCases)
    func wrongPassword(over transport: Transport) async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try SIPpRun(
            "phone/register", at: node.block.phone, of: node, over: transport, password: "guess")
        #expect(await phone.ending() == .exited(1))
        #expect(!phone.log.contains("registered"))
        let refused = phone.trace.received.last ?? ""
        #expect(refused.hasPrefix("SIP/2.0 401 ") || refused.hasPrefix("SIP/2.0 403 "))
    }

    @Test("ends with status 0 when it is asked to")
    func stops() async throws {
        let node = try await ClearwaterProcess.running()
        #expect(await node.stop() == .exited(0), "\(node.written)")
    }
}
