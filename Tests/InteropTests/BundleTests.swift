import Foundation
import Testing

/// What is written to be given to a supporter.
@Suite("A support bundle", .takingTurns)
struct BundleTests {
    @Test("has the call, the configuration and the versions, and no secret")
    func contents() async throws {
        let node = try ClearwaterProcess()
        try node.configure(
            "user_settings", "trusted_peers=\(node.block.trunk)\nellis_api_key=very-hush-hush\n")
        try await node.addSubscriber()
        try await node.start()
        let phone = try await SIPpRun.phone("answer", of: node)
        await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
        await phone.expectSuccess()
        for kind in ["call", "registration"] {
            let call = try #require(try await node.tracedCalls(["--kind", kind]).first)
            let bundle = node.file("\(kind).tar.gz")
            try await node.succeeding(["call", call.id, "--bundle", bundle.path])
            let listed = try await output(["tar", "tzf", bundle.path], node)
            for name in ["README", "call.txt", "call.json", "call.pcap", "configuration.txt"] {
                #expect(listed.contains("clearwater-\(call.id)/\(name)\n"))
            }
            let text = try await output(["tar", "xzf", bundle.path, "--to-stdout"], node)
            #expect(text.contains("ellis_api_key=(set)") && text.contains(call.callID))
            for secret in ["very-hush-hush", ClearwaterProcess.password, "c=IN IP4", "m=audio"] {
                #expect(!text.contains(secret), "\(secret) is in the bundle of a \(kind)")
            }
            #expect(kind == "call" || text.contains("response=\"xxxx"))
        }
    }

    private func output(_ words: [String], _ node: ClearwaterProcess) async throws -> String {
        let run = try ChildProcess.start(
            words, output: node.file("output-\(UUID().uuidString)"))
        try #require(await run.ending(within: .seconds(20)) == .exited(0), "\(run.written)")
        return run.written
    }
}
