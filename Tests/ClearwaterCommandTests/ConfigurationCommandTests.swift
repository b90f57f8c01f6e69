import Foundation
import Testing

@Suite struct ConfigurationCommandTests {
    @Test("Every mistake comes at once with file, line and remedy, and the check fails")
    func mistakes() async throws {
        let deployment = try Deployment(
            userSettings: "trusted_peers=192.0.2.1,nobody!\nreg_max_expires=soon\nfoo=1\nname = x\n"
        )
        let outcome = try await deployment.run("config", "check", "--json")
        #expect(outcome.status == 1)
        let findings = try #require(try outcome.json() as? [String: [[String: Any]]])
        let mistakes = findings["mistakes"] ?? []
        #expect(mistakes.compactMap { $0["line"] as? Int } == [1, 2, 4])
        #expect(
            mistakes.allSatisfy { ($0["file"] as? String)?.hasSuffix("/user_settings") == true })
        #expect(mistakes.allSatisfy { ($0["remedy"] as? String)?.isEmpty == false })
        #expect(findings["notes"]?.compactMap { $0["line"] as? Int }.contains(3) == true)
    }

    @Test(
        "Notes alone do not fail the check: an unknown option and one without effect are named once"
    )
    func notes() async throws {
        let deployment = try Deployment(
            userSettings: "sas_server=192.0.2.1\nhome_domian=x\nhome_domian=y\n")
        let outcome = try await deployment.run("config", "check")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("sas_server"))
        #expect(outcome.output.components(separatedBy: "no option \"home_domian\"").count == 2)
        #expect(outcome.output.contains("Did you mean home_domain?"))
    }

    @Test("Later files win")
    func laterFilesWin() async throws {
        let deployment = try Deployment(userSettings: "home_domain=second.example\n")
        let outcome = try await deployment.run("config", "check")
        #expect(outcome.output.contains("domain second.example"))
    }

    @Test(
        "Where there is no configuration, every command says in one line which directory and what to do",
        arguments: [
            ["config", "check"], ["subscriber", "add"], ["trunk", "list"], ["serve"],
        ])
    func noConfiguration(words: [String]) async throws {
        let deployment = try Deployment()
        let missing = deployment.root + "/missing"
        let outcome = try await deployment.run(
            exactly: words + ["--config", missing, "--data", deployment.data])
        let said = outcome.output + outcome.errors
        #expect(
            outcome.status == 1 && said.contains(missing) && said.contains("--config"), "\(said)")
    }

    @Test(
        "A data directory that is missing or a file is named with what to do",
        arguments: [
            ["subscriber", "add"], ["subscriber", "list"], ["serve"],
        ])
    func badData(words: [String]) async throws {
        let deployment = try Deployment()
        let file = deployment.root + "/file"
        try "".write(toFile: file, atomically: true, encoding: .utf8)
        for data in [deployment.root + "/missing", file] {
            let outcome = try await deployment.run(
                exactly: words + ["--config", deployment.configuration, "--data", data])
            #expect(outcome.status == 1, "\(outcome)")
            #expect(
                outcome.errors.contains(data) && outcome.errors.contains("--data"),
                "\(outcome.errors)")
            #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        }
    }

    @Test("A node that may open too few files says so instead of failing somewhere later")
    func descriptors() async throws {
        let deployment = try Deployment()
        let node = try deployment.start(
            ["serve", "--config", deployment.configuration, "--data", deployment.data],
            openFiles: 40)
        let outcome = await node.outcome()
        #expect(outcome.status == 1 && outcome.errors.contains("ulimit -n 65536"))
    }

    @Test("Without a node, status says so and how to start one")
    func statusWithoutNode() async throws {
        let outcome = try await Deployment().run("status")
        #expect(
            outcome.status == 1 && outcome.output.isEmpty
                && outcome.errors.contains("clearwater serve"))
    }

    @Test(
        "Every command has help that names its directories",
        arguments: [
            ["serve"], ["try"], ["status"], ["config", "check"], ["trunk", "list"],
            ["trunk", "add"], ["trunk", "remove"],
            ["trunk", "check"], ["subscriber", "add"], ["subscriber", "import"],
            ["subscriber", "list"],
            ["subscriber", "show"], ["subscriber", "remove"], ["subscriber", "set-password"],
        ])
    func help(words: [String]) async throws {
        let outcome = try await Deployment().run(exactly: words + ["--help"])
        #expect(
            outcome.status == 0 && outcome.output.contains("--config")
                && outcome.output.contains("--data"))
        let isListing = ["status", "check", "list", "show"].contains(words.last)
        #expect(!isListing || outcome.output.contains("--json"))
    }

    @Test(
        "A misspelt command or option fails without a Swift type in what it says",
        arguments: [
            ["bogus"], ["subscriber", "list", "--bogus"], ["trunk", "check"],
            ["try", "--data", "/tmp"],
        ])
    func misspelt(words: [String]) async throws {
        let outcome = try await Deployment().run(exactly: words)
        #expect(outcome.status != 0 && outcome.output.isEmpty)
        #expect(!outcome.errors.isEmpty && !outcome.errors.contains("Error"))
    }
}
