import Foundation
import Testing

/// The command that plays a provider.
@Suite(.serialized) struct TrunkTestCommandTests {
    private static let number = "15551000000"

    private func running() async throws -> (deployment: Deployment, node: RunningCommand) {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        try await deployment.run("subscriber", "add", Self.number)
        return (deployment, node)
    }

    @Test func `A call and an SMS are played, step by step, and the status is 0`() async throws {
        let (deployment, node) = try await running()
        let outcome = try await deployment.run(
            "trunk", "test", "voxbone", "--number", "+" + Self.number, "--both",
            "--built-in-phone")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for words in [
            "User-Agent Vox Callcontrol", "INVITE sip:15551000000@example.com", "ACK",
            "byte for byte", "clearwater trunk add --preset voxbone",
        ] { #expect(outcome.output.contains(words), "\(outcome.output)") }
        #expect(!outcome.output.contains("FAIL"))
        // The ladder of the call, and the decision that names the trunk and its entry.
        #expect(outcome.output.contains("180 Ringing") && outcome.output.contains(", for a test"))
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `What is not as it should be has a remedy, and the status is 1`() async throws {
        let (deployment, node) = try await running()
        let outcome = try await deployment.run(
            "trunk", "test", "voxbone", "--number", Self.number, "--json")
        #expect(outcome.status == 1)
        let report = try #require(try outcome.json() as? [String: Any])
        let steps = try #require(report["steps"] as? [[String: Any]])
        #expect((steps.last?["remedy"] as? String)?.contains("--built-in-phone") == true)
        #expect((report["calls"] as? [String])?.count == 2)
        let traces = try #require(report["traces"] as? [[String: Any]])
        #expect((traces.last?["summary"] as? [String: Any])?["status"] as? Int == 480)
        node.end(SIGTERM)
        _ = await node.outcome()
    }

    @Test func `A test that is killed leaves nothing, and neither does a node that is`()
        async throws
    {
        let (deployment, node) = try await running()
        let before = try await remains(deployment)
        for victim in ["command", "node"] {
            let command = try deployment.start([
                "trunk", "test", "voxbone", "--number", Self.number, "--manner", "slow",
                "--config", deployment.configuration, "--data", deployment.data,
            ])
            for _ in 0..<100 where !command.output.contains("rang") {
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(command.output.contains("rang"), "it was in the middle")
            (victim == "command" ? command : node).end(SIGKILL)
            _ = await command.outcome()
            if victim == "command" { #expect(try await remains(deployment) == before) }
        }
        _ = await node.outcome()
        let again = try await deployment.serve()
        #expect(try await remains(deployment) == before)
        again.end(SIGTERM)
        _ = await again.outcome()
    }

    @Test func `Without a node it says how to start one`() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run(
            "trunk", "test", "voxbone", "--number", Self.number)
        #expect(outcome.status == 1 && outcome.errors.contains("clearwater serve"))
    }

    @Test(arguments: [
        ["nobody", "--number", number], ["voxbone", "--number", "a b"],
        ["voxbone", "--number", number, "--sms", ""],
    ])
    func `An order that cannot be played ends with one line that says why`(words: [String])
        async throws
    {
        let (deployment, node) = try await running()
        let outcome = try await deployment.start(
            ["trunk", "test"] + words
                + ["--config", deployment.configuration, "--data", deployment.data]
        ).outcome()
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        node.end(SIGTERM)
        _ = await node.outcome()
    }

    /// What an operator would find of a test.
    private func remains(_ deployment: Deployment) async throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: deployment.configuration)
            .sorted().map { "\($0)\n\(try deployment.text(of: $0))" }
        return files + [
            try await deployment.run("subscriber", "list", "--json").output,
            try await deployment.run("trunk", "list", "--json").output,
        ]
    }
}
