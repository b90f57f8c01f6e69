import Foundation
import Testing

@Suite struct TrunkCommandTests {
    @Test(
        "A trunk that is added is listed beside trusted_peers, trusted, and gone again when removed"
    )
    func lifeOfATrunk() async throws {
        let deployment = try Deployment(userSettings: "trusted_peers=192.0.2.1\n")
        let added = try await deployment.run(
            "trunk", "add", "carrier", "192.0.2.10", "198.51.100.0/24", "2001:db8::/48")
        #expect(added.status == 0 && added.errors.contains("no node is running"))
        let list = try await deployment.run("trunk", "list", "--json")
        let trunks = try #require(try list.json() as? [[String: Any]])
        #expect(trunks.map { $0["name"] as? String } == ["trusted_peers", "carrier"])
        #expect(
            trunks[1]["peers"] as? [String] == ["192.0.2.10", "198.51.100.0/24", "2001:db8::/48"])
        let check = try await deployment.run("trunk", "check", "198.51.100.77")
        #expect(check.status == 0 && check.output.contains("198.51.100.0/24 of trunk carrier"))
        #expect(try await deployment.run("trunk", "remove", "carrier").status == 0)
        #expect(try await deployment.run("trunk", "check", "198.51.100.77").status == 1)
        #expect(try await deployment.run("trunk", "check", "192.0.2.1").status == 0)
    }

    @Test("The preset voxbone brings eight addresses, and its date and source into the file")
    func preset() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run("trunk", "add", "--preset", "voxbone")
        #expect(
            outcome.status == 0 && outcome.output.contains("as of:")
                && outcome.output.contains("source:"))
        let file = try deployment.text(of: "trunks")
        #expect(
            file.contains("# trunk voxbone: as of:") && file.contains("# trunk voxbone: source:"))
        let trunks = try #require(
            try await deployment.run("trunk", "list", "--json").json() as? [[String: Any]])
        #expect((trunks[0]["peers"] as? [String])?.count == 8)
        for address in ["81.201.82.45", "81.201.84.195", "81.201.82.12"] {
            #expect(try await deployment.run("trunk", "check", address).status == 0)
        }
    }

    @Test("A preset can be given another name, and the word order does not matter")
    func presetUnderAnotherName() async throws {
        let deployment = try Deployment()
        #expect(try await deployment.run("trunk", "add", "mine", "--preset", "voxbone").status == 0)
        #expect(try deployment.text(of: "trunks").contains("mine=\"81.201.82.45"))
    }

    @Test("Presets are listed without any directory")
    func presets() async throws {
        let outcome = try await Deployment().run(exactly: ["trunk", "presets", "--json"])
        let presets = try #require(try outcome.json() as? [[String: Any]])
        #expect(presets.map { $0["name"] as? String } == ["didww", "twilio", "voxbone"])
        #expect((presets[0]["asOf"] as? String)?.isEmpty == false)
    }

    @Test("One bad peer and nothing is added; every bad one is named with a remedy")
    func badPeers() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run(
            "trunk", "add", "carrier", "192.0.2.10", "300.1.1.1", "10.0.0.1/8")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("300.1.1.1") && outcome.errors.contains("Write 10.0.0.0/8"))
        #expect(!FileManager.default.fileExists(atPath: deployment.configuration + "/trunks"))
    }

    @Test(
        "Names that exist, that are reserved or unknown fail with what to do",
        arguments: [
            (["trunk", "add", "carrier", "192.0.2.11"], "exists"),
            (["trunk", "add", "trusted_peers", "192.0.2.11"], "user_settings"),
            (["trunk", "add", "--preset", "nobody"], "voxbone"),
            (["trunk", "add", "--preset", "voxbone", "x", "192.0.2.1"], "brings its own peers"),
            (["trunk", "remove", "other"], "carrier"),
            (["trunk", "check", "sip.example.com"], "is not an address"),
        ])
    func refusals(words: [String], said: String) async throws {
        let deployment = try Deployment()
        try deployment.write("carrier=\"192.0.2.10\"\n", to: "trunks")
        let outcome = try await deployment.start(
            words + ["--config", deployment.configuration, "--data", deployment.data]
        ).outcome()
        #expect(outcome.status == 1 && outcome.errors.contains(said), "\(outcome.errors)")
        #expect(try deployment.text(of: "trunks") == "carrier=\"192.0.2.10\"\n")
    }

    @Test("Without a node, check resolves host names and takes an IPv4-mapped address for its IPv4")
    func checkByFiles() async throws {
        let deployment = try Deployment(userSettings: "trusted_peers=localhost,192.0.2.0/24\n")
        let named = try await deployment.run("trunk", "check", "127.0.0.1", "--json")
        let by = (try named.json() as? [String: Any])?["by"] as? [String: Any]
        #expect(by?["entry"] as? String == "localhost")
        #expect(try await deployment.run("trunk", "check", "::ffff:192.0.2.9").status == 0)
    }
}
