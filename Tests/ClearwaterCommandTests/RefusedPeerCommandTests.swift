import Foundation
import Testing

/// What an operator does about refused peers, by command.
@Suite(.serialized) struct RefusedPeerCommandTests {
    @Test func `Who is refused is listed, silenced, allowed, and remembered after the node's end`()
        async throws
    {
        let deployment = try Deployment()
        let node = try await deployment.serve()
        // Its stranger is refused.
        #expect(try await deployment.run("try").status == 0)
        let listed = try await deployment.run("trunk", "refused", "--json")
        let peer = try #require((try listed.json() as? [[String: Any]])?.first)
        let source = try #require(peer["source"] as? String)
        #expect(peer["reason"] as? String == "untrusted_source")
        #expect((peer["asked"] as? [String])?.first?.hasPrefix("INVITE sip:") == true)

        #expect(try await deployment.run("trunk", "silence", source).status == 0)
        let quiet = try await deployment.run("trunk", "refused")
        #expect(quiet.output.isEmpty && quiet.errors.contains("1 silenced source left out"))
        let all = try await deployment.run("trunk", "refused", "--all")
        #expect(all.output.contains("\(source)  ") && all.output.contains("(silenced)"))
        #expect(try await deployment.run("trunk", "silence", "--undo", source).status == 0)

        let allowed = try await deployment.run("trunk", "allow", source, "--trunk", "mine")
        #expect(allowed.status == 0 && allowed.errors.contains("added \(source)"))
        #expect(try await deployment.run("trunk", "check", source).status == 0)
        let after = try await deployment.run("trunk", "refused")
        #expect(after.output.contains("it is trusted by now, by \(source) of the trunk mine"))

        node.end(SIGTERM)
        #expect(await node.outcome().status == 0)
        let saved = try await deployment.run("trunk", "refused")
        #expect(saved.output.contains(source) && saved.errors.contains("what one saved last"))
    }

    @Test func `A trunk is compared with its preset, and the command that is told mends it`()
        async throws
    {
        let deployment = try Deployment()
        #expect(try await deployment.run("trunk", "add", "--preset", "voxbone").status == 0)
        let same = try await deployment.run("trunk", "diff", "voxbone")
        #expect(same.status == 0)
        #expect(same.output.contains("it trusts everything that the preset has"))

        let text = try deployment.text(of: "trunks")
        try deployment.write(text.replacing("81.201.86.45, ", with: "192.0.2.1, "), to: "trunks")
        let drift = try await deployment.run("trunk", "diff", "voxbone")
        #expect(drift.output.contains("+ 81.201.86.45  published, not trusted"))
        #expect(drift.output.contains("- 192.0.2.1  trusted, not published"))
        let command = "clearwater trunk allow 81.201.86.45 --trunk voxbone"
        #expect(drift.output.contains(command))
        let allowed = try await deployment.run(
            "trunk", "allow", "81.201.86.45", "--trunk", "voxbone")
        #expect(allowed.status == 0)
        let mended = try await deployment.run("trunk", "diff", "voxbone", "--json")
        let value = try #require(try mended.json() as? [String: Any])
        #expect((value["missing"] as? [String])?.isEmpty == true)
        #expect(value["surplus"] as? [String] == ["192.0.2.1"])
    }

    @Test func `An address that is checked and not trusted is told with what speaks for it`()
        async throws
    {
        let deployment = try Deployment(userSettings: "trusted_peers=81.201.82.54\n")
        let near = try await deployment.run("trunk", "check", "81.201.82.45")
        #expect(near.status == 1)
        #expect(near.output.contains("trusted_peers"))
        #expect(near.output.contains("has 81.201.82.54 in its place"))
        #expect(near.output.contains("to trust it: correct 81.201.82.54 to 81.201.82.45 in"))
        let far = try await deployment.run("trunk", "check", "198.51.100.1")
        #expect(far.output.contains("to trust it: clearwater trunk add NAME 198.51.100.1"))
    }

    @Test func `A trunk without a preset needs one named`() async throws {
        let deployment = try Deployment()
        #expect(try await deployment.run("trunk", "add", "mine", "81.201.82.45").status == 0)
        let unnamed = try await deployment.run("trunk", "diff", "mine")
        #expect(unnamed.status == 1 && unnamed.errors.contains("--preset: didww, twilio, voxbone"))
        let named = try await deployment.run("trunk", "diff", "mine", "--preset", "voxbone")
        #expect(named.output.contains("+ 81.201.84.195"))
        let missing = try await deployment.run("trunk", "diff", "none")
        #expect(missing.status == 1 && missing.errors.contains("there are: mine"))
    }

    @Test func `An operator's preset makes a trunk, and its mistake is named`() async throws {
        let deployment = try Deployment()
        try FileManager.default.createDirectory(
            atPath: deployment.configuration + "/presets", withIntermediateDirectories: true)
        try deployment.write(
            "provider=Mine\nas_of=today\nsignalling=198.51.100.0/28\n", to: "presets/mine.preset")
        #expect(try await deployment.run("trunk", "add", "--preset", "mine").status == 0)
        #expect(try deployment.text(of: "trunks").contains("mine=\"198.51.100.0/28\""))
        try deployment.write("provider=Mine\nas_off=today\n", to: "presets/mine.preset")
        let broken = try await deployment.run("trunk", "presets")
        #expect(broken.errors.contains("mine.preset:2: a preset has no line \"as_off\""))
        #expect(broken.output.contains("voxbone") && !broken.output.contains("mine"))
    }

    @Test func `What is no address is neither silenced nor allowed`() async throws {
        let deployment = try Deployment()
        let silenced = try await deployment.run("trunk", "silence", "192.0.2")
        #expect(silenced.status == 1 && silenced.errors.contains("is not an address"))
        let allowed = try await deployment.run("trunk", "allow", "192.0.2", "--trunk", "a")
        #expect(allowed.status == 1 && allowed.errors.contains("four numbers"))
    }
}
