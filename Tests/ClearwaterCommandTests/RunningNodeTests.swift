import Foundation
import Testing

/// The commands beside a node that runs.
@Suite(.serialized) struct RunningNodeTests {
    @Test("The demonstration on a node of its own holds, and leaves nothing behind")
    func demonstration() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run(exactly: ["try"])
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        for word in ["arrived", "trusted", "delivered", "refused", "All of it held"] {
            #expect(outcome.output.contains(word))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: deployment.root + "/tmp")
        #expect(left.allSatisfy { !$0.hasPrefix("clearwater-try") })
    }

    @Test(
        "A demonstration that stays up ends and clears up on Ctrl-C and when the terminal closes",
        arguments: [SIGINT, SIGHUP])
    func stayingDemonstration(signal: Int32) async throws {
        let deployment = try Deployment()
        let command = try deployment.start(["try", "--stay"])
        // Until it says that it stays.
        for _ in 0..<200 where !command.output.contains("Its log:") {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(command.isRunning)
        command.end(signal)
        let outcome = await command.outcome()
        #expect(
            outcome.status == 0 && outcome.output.contains("outbound proxy"), "\(outcome.errors)")
        let left = try FileManager.default.contentsOfDirectory(atPath: deployment.root + "/tmp")
        #expect(left.allSatisfy { !$0.hasPrefix("clearwater-try") })
    }

    @Test(
        "Against a running node the demonstration holds, and takes its subscriber and its trust away again"
    )
    func demonstrationOnRunningNode() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        let outcome = try await deployment.run("try")
        #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
        let status = try #require(
            try await deployment.run("status", "--json").json() as? [String: Any])
        #expect(status["subscribers"] as? Int == 0)
        #expect((status["trunks"] as? [Any])?.isEmpty == true)
        let refusals = try #require(status["refusals"] as? [[String: Any]])
        #expect(
            refusals.count == 1 && (refusals[0]["remedy"] as? String)?.contains("trunk add") == true
        )
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test("A demonstration that is broken off still takes its subscriber away")
    func brokenOff() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        let command = try deployment.start(
            ["try", "--config", deployment.configuration, "--data", deployment.data])
        try await Task.sleep(for: .milliseconds(600))
        command.end(SIGINT)
        let outcome = await command.outcome()
        #expect(outcome.status == 1, "\(outcome.output)")
        #expect(
            (try await deployment.run("subscriber", "list", "--json").json() as? [Any])?.isEmpty
                == true)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test("Trunks that are added and removed by command count in the running node at once")
    func trunks() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        #expect(try await deployment.run("trunk", "check", "192.0.2.10").status == 1)
        let added = try await deployment.run("trunk", "add", "carrier", "192.0.2.10")
        #expect(added.status == 0 && added.errors.contains("added 192.0.2.10"), "\(added.errors)")
        let check = try await deployment.run("trunk", "check", "192.0.2.10", "--json")
        #expect((try check.json() as? [String: Any])?["asked"] as? String == "the running node")
        #expect(check.status == 0)
        try await deployment.run("trunk", "remove", "carrier")
        #expect(try await deployment.run("trunk", "check", "192.0.2.10").status == 1)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test(
        "A saved file counts within two seconds without any command, and one with a mistake does not"
    )
    func savedFiles() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        try deployment.write("trusted_peers=192.0.2.10\n", to: "user_settings")
        try await Task.sleep(for: .seconds(2))
        #expect(try await deployment.run("trunk", "check", "192.0.2.10").status == 0)
        try deployment.write("trusted_peers=192.0.2.11,nobody!\n", to: "user_settings")
        try await Task.sleep(for: .seconds(2))
        #expect(try await deployment.run("trunk", "check", "192.0.2.10").status == 0)
        #expect(try await deployment.run("trunk", "check", "192.0.2.11").status == 1)
        let added = try await deployment.run("trunk", "add", "carrier", "192.0.2.12")
        #expect(added.status == 1 && added.errors.contains("keeps its previous settings"))
        node.end(SIGTERM)
        #expect(await node.outcome().errors.contains("nobody!"))
    }

    @Test(
        "A second node on the same data, and one on a taken port, end with one line that says what to do"
    )
    func secondNode() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        let second = try await deployment.run("serve")
        #expect(
            second.status == 1 && second.errors.contains(deployment.data)
                && second.errors.contains("--data"))
        let data = deployment.root + "/other"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let third = try await deployment.run(
            exactly: ["serve", "--config", deployment.configuration, "--data", data])
        let complaint = third.errors.split(separator: "\n").filter { $0.contains("cannot listen") }
        #expect(
            third.status == 1 && complaint.count == 1
                && complaint.first?.contains("\(deployment.address):8080") == true
                && complaint.first?.contains("ellis_port") == true)
        #expect(try await deployment.run("status").status == 0)
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test(
        "After a kill the node starts again on the same data, in the place of the socket that was left"
    )
    func killed() async throws {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        try await deployment.run("subscriber", "add", "alice")
        node.end(SIGKILL)
        _ = await node.outcome()
        #expect(try await deployment.run("status").status == 1)
        let again = try await deployment.serve()
        #expect(try await deployment.run("subscriber", "show", "alice").status == 0)
        again.end(SIGTERM)
        #expect(await again.outcome().status == 0)
    }
}
