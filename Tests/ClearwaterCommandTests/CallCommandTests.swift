import Foundation
import Testing

/// What a running node remembers of calls, listed and shown.
@Suite(.serialized) struct CallCommandTests {
    /// A node through which the demonstration has gone: a call, a message, and a stranger refused.
    private func demonstrated() async throws -> (Deployment, RunningCommand) {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        let outcome = try await deployment.run("try")
        try #require(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        return (deployment, node)
    }

    private func calls(_ deployment: Deployment, _ words: String...) async throws
        -> [[String: Any]]
    {
        let outcome = try await deployment.start(
            ["calls", "--json", "--data", deployment.data] + words
        ).outcome()
        #expect(outcome.status == 0, "\(outcome.errors)")
        return try #require(try outcome.json() as? [[String: Any]])
    }

    @Test func `A call, a message, a registration and a refusal are listed and shown`() async throws {
        let (deployment, node) = try await demonstrated()
        let kinds = try await calls(deployment).compactMap { $0["kind"] as? String }
        #expect(Set(kinds).isSuperset(of: ["call", "message", "registration"]))
        let failed = try await calls(deployment, "--failed")
        #expect(failed.contains { $0["reason"] as? String == "untrusted_source" })
        let answered = try await calls(deployment, "--kind", "call").filter {
            $0["status"] as? Int == 200
        }
        let call = try #require(answered.first)
        #expect(call["trunk"] as? String == "demonstration")

        let id = try #require(call["id"] as? String)
        let shown = try await deployment.start(
            ["call", String(id.prefix(10)), "--data", deployment.data]
        ).outcome()
        #expect(shown.status == 0, "\(shown.errors)")
        for text in ["Call \(id)", "trunk demonstration", "this node", "phone ", "100 Trying"] {
            #expect(shown.output.contains(text))
        }
        #expect(shown.output.contains("The source is trunk demonstration"))
        #expect(shown.output.contains("The final answer is 200"))
        #expect(shown.output.split(separator: "\n").allSatisfy { $0.count <= 80 })

        let callID = try #require(call["callID"] as? String)
        let texts = try await deployment.run(
            exactly: ["call", callID, "--text", "--data", deployment.data])
        #expect(texts.output.contains("what this node changed:"))
        #expect(!texts.output.contains("v=0"))
        let open = try await deployment.run(
            exactly: ["call", callID, "--text", "--bodies", "--data", deployment.data])
        #expect(open.output.contains("v=0"))

        let file = deployment.root + "/call.pcap"
        let written = try await deployment.run(
            exactly: ["call", id, "--pcap", file, "--data", deployment.data])
        #expect(written.status == 0, "\(written.errors)")
        #expect((try Data(contentsOf: URL(fileURLWithPath: file))).count > 1000)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `Whoever follows is told of a call that comes later`() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        let following = try deployment.start(
            ["calls", "--follow", "--kind", "call", "--data", deployment.data])
        for _ in 0..<100 where !following.output.contains("RESULT") {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await deployment.run("try").status == 0)
        for _ in 0..<100 where !following.output.contains("demonstration") {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(following.output.contains("demonstration"))
        following.end(SIGTERM)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `A question that has no answer says what to do`() async throws {
        let deployment = try Deployment()
        let nobody = try await deployment.run(exactly: ["calls", "--data", deployment.data])
        #expect(nobody.status == 1)
        #expect(nobody.errors.contains("no node"))
        let node = try await deployment.serve()
        let empty = try await deployment.run(exactly: ["calls", "--data", deployment.data])
        #expect(empty.status == 0)
        #expect(empty.errors.contains("clearwater status"))
        let unknown = try await deployment.run(exactly: ["call", "abcd", "--data", deployment.data])
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("'clearwater calls' lists"))
        let source = try await deployment.run(
            exactly: ["calls", "--source", "provider", "--data", deployment.data])
        #expect(source.status == 1)
        #expect(source.errors.contains("192.0.2.0/24"))
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `A node that is told to trace nothing says how to change that`() async throws {
        let deployment = try Deployment(userSettings: "decision_trace=N\n")
        let node = try await deployment.serve()
        #expect(try await deployment.run("try").status == 0)
        let off = try await deployment.run(exactly: ["calls", "--data", deployment.data])
        #expect(off.status == 1)
        #expect(off.errors.contains("decision_trace=N"))
        try deployment.write("decision_trace=Y\n", to: "user_settings")
        for _ in 0..<100 {
            if try await deployment.run(exactly: ["calls", "--data", deployment.data]).status == 0 {
                break
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await deployment.run("try").status == 0)
        #expect(try await !calls(deployment, "--kind", "call").isEmpty)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }
}
