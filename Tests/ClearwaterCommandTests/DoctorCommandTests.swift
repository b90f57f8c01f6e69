import Foundation
import Testing

/// The doctor as an operator calls it.
@Suite(.serialized) struct DoctorCommandTests {
    /// A deployment whose domain is the address of its node, so that no name server is asked.
    private func deployment() throws -> Deployment {
        let deployment = try Deployment()
        try deployment.write(
            "home_domain=\(deployment.address)\nauthentication=N\n", to: "shared_config")
        return deployment
    }

    private func verdicts(_ outcome: Outcome) throws -> [String: String] {
        let report = try #require(try outcome.json() as? [String: Any])
        let checks = try #require(report["checks"] as? [[String: Any]])
        return Dictionary(
            uniqueKeysWithValues: checks.compactMap { check in
                (check["code"] as? String).flatMap { code in
                    (check["verdict"] as? String).map { (code, $0) }
                }
            })
    }

    @Test func `Without a node the status is 1, and the last line says how to start one`()
        async throws
    {
        let deployment = try deployment()
        let outcome = try await deployment.run("doctor")
        #expect(outcome.status == 1)
        #expect(
            outcome.output.hasSuffix(
                "→ Start one: clearwater serve --config \(deployment.configuration)"
                    + " --data \(deployment.data)\n"), "\(outcome.output)")
        let verdicts = try verdicts(try await deployment.run("doctor", "--json"))
        #expect(verdicts["ports_free"] == "passed")
        // Nothing is left behind: the data file is made by the first node.
        #expect(try FileManager.default.contentsOfDirectory(atPath: deployment.data).isEmpty)
    }

    @Test func `A healthy node is proven so, and an unknown number is told with its nearest`()
        async throws
    {
        let deployment = try deployment()
        try await deployment.run("subscriber", "add", "+15551000000")
        let node = try await deployment.serve()
        let healthy = try await deployment.run("doctor")
        #expect(healthy.status == 0, "\(healthy.output)")
        for part in ["DID IT ARRIVE?", "IS IT TRUSTED?", "THE MACHINE", "0 failed"] {
            #expect(healthy.output.contains(part))
        }
        let number = try await deployment.run("doctor", "5551000000", "--no-test-call")
        #expect(number.status == 1)
        #expect(number.output.contains("Have the provider send +15551000000"), "\(number.output)")
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `The port that a start would not get is told with the process that holds it`()
        async throws
    {
        let deployment = try deployment()
        let node = try await deployment.serve()
        let data = deployment.root + "/other"
        try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
        let outcome = try await deployment.run(
            exactly: ["doctor", "--config", deployment.configuration, "--data", data])
        #expect(outcome.status == 1)
        #expect(
            outcome.output.contains(
                "UDP \(deployment.address):5060 is held by clearwater (pid \(node.pid))"),
            "\(outcome.output)")
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }

    @Test func `Nobody who waits sees what does not come, and is told what that leaves`()
        async throws
    {
        let deployment = try deployment()
        let node = try await deployment.serve()
        let outcome = try await deployment.run("doctor", "--wait", "1")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("Nothing at all arrived within 1 s."), "\(outcome.output)")
        #expect(outcome.output.contains("firewall"))
        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
    }
}
