import Foundation
import Testing

/// How the process begins and ends.
@Suite("The executable", .takingTurns)
struct ExecutableTests {
    @Test("lets a call in setup finish before it ends with status 0")
    func drains() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("ring_in_vain", of: node)
        let trunk = try SIPpRun.trunk("call_cancelled", of: node, talk: .seconds(3))
        try await trunk.received("SIP/2.0 180 ")
        async let ending = node.stop()
        try await eventually("draining in the log", context: { node.written }) {
            node.written.contains("draining") ? () : nil
        }
        let other = try RawPeer(at: node.block.trunk, of: node)
        #expect(try await other.ask("MESSAGE").status == 503)
        #expect(!trunk.trace.received.contains { $0.hasPrefix("SIP/2.0 487 ") })
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()
        #expect(await ending == .exited(0), "\(node.written)")
    }

    @Test(
        "says which port is in use, and does not run without it",
        arguments: [
            (5060, "", "sport = :5060"), (8080, "", "ellis_port"),
            (8889, "ellis_port=0\n", "homestead_provisioning_port"),
        ])
    func portInUse(port: Int, settings: String, remedy: String) async throws {
        let node = try await ClearwaterProcess.running()
        let second = try ClearwaterProcess(block: node.block)
        let webOff = "ellis_port=0\nhomestead_provisioning_port=0\nxdms_port=0\n"
        try second.configure("user_settings", port == 5060 ? webOff : settings)
        let (ending, written) = try await second.command(["serve"])
        #expect(ending == .exited(1))
        let said = written.split(separator: "\n").filter { $0.contains("in use") }
        #expect(
            said.count == 1
                && said.allSatisfy {
                    $0.contains("\(node.block.node):\(port)") && $0.contains(remedy)
                }, "\(written)")
    }

    @Test("says that it has no file descriptors left, goes on, and recovers")
    func descriptors() async throws {
        let node = try await ClearwaterProcess.running()
        let limit = try await node.limitOpenFiles(more: 30)
        let trunk = try RawPeer(at: node.block.trunk, of: node)
        do {
            let crowd = try (0..<100).map { _ in try StreamSocket(to: node.block.node, node.port) }
            try await eventually("word of it in the log", context: { node.written }) {
                node.written.contains("no file descriptors left (\(limit) in all)") ? () : nil
            }
            #expect(try await trunk.ask("MESSAGE").status == 480)
            #expect(crowd.count == 100)
        }
        let phone = try await SIPpRun.phone("answer", of: node, over: .tcp)
        await (try SIPpRun.trunk("call", of: node, over: .tcp)).expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("shows on a running node that it does its job")
    func demonstrates() async throws {
        let node = try await ClearwaterProcess.running()
        let (ending, written) = try await node.command(["try"])
        #expect(ending == .exited(0), "\(written)")
        let numbers = try await node.command(["subscriber", "list"]).1
        #expect(
            numbers.components(separatedBy: "+1555").count == 2, "its own are left:\n\(numbers)")
    }

    @Test("shows on a node of its own that it does its job")
    func demonstratesAlone() async throws {
        let scratch = try ScratchDirectory()
        let run = try ChildProcess.start(
            [ClearwaterProcess.executable, "try"], output: scratch.path("screen"))
        #expect(await run.ending(within: .seconds(60)) == .exited(0), "\(run.written)")
    }

    @Test("does not claim to have shown what no node did")
    func demonstratesNothing() async throws {
        let stopped = try ClearwaterProcess()
        let (ending, written) = try await stopped.command(["try"])
        #expect(ending == .exited(1), "\(written)")
    }
}
