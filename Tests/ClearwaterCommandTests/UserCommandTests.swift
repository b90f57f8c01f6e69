import Foundation
import Testing

/// The original's user tools, by their words and by their names.
@Suite struct UserCommandTests {
    @Test func `A range of users is created, shown, listed and deleted`() async throws {
        let deployment = try Deployment()
        let created = try await deployment.run(
            "cw-create_user", "6505550008..6505550011", "example.com", "s3cret")
        #expect(created.status == 0)
        #expect(created.output.split(separator: "\n").count == 4)
        let listed = try await deployment.run("cw-list_users")
        #expect(
            listed.output.split(separator: "\n").map(String.init)
                == (8...11).map { "sip:65055500\($0 < 10 ? "0" : "")\($0)@example.com" })
        // MD5 of 6505550009@example.com:example.com:s3cret
        let shown = try await deployment.run("cw-display_user", "-s", "6505550009", "example.com")
        #expect(
            shown.output
                == "sip:6505550009@example.com/6505550009@example.com: "
                + "77d31f27174876d4167156f6b0420310\n")
        let deleted = try await deployment.run("cw-delete_user", "6505550008-9", "example.com")
        #expect(deleted.status == 0)
        #expect(try await deployment.run("cw-list_users").output.split(separator: "\n").count == 2)
    }

    @Test func `Filter criteria come from a file, with domain and prefix filled in`() async throws {
        let deployment = try Deployment()
        let file = deployment.root + "/ifc.xml"
        try "<ServiceProfile><X>${PREFIX}.as.${DOMAIN}</X></ServiceProfile>"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let created = try await deployment.run(
            "cw-create_user", "alice", "example.com", "x", "--ifc", file, "--prefix", "77",
            "--plaintext", "--hsprov", "127.0.0.1:8889")
        #expect(created.status == 0 && created.errors.contains("--plaintext"))
        let shown = try await deployment.run("cw-display_user", "alice", "example.com")
        #expect(
            shown.output.contains("    <ServiceProfile><X>77.as.example.com</X></ServiceProfile>"))
        try "<ServiceProfile/>".write(toFile: file, atomically: true, encoding: .utf8)
        let updated = try await deployment.run(
            "cw-update_user", "alice", "example.com", "--ifc", file)
        #expect(updated.status == 0 && updated.output.contains("    <ServiceProfile/>"))
        for bad in ["<ServiceProfile>", "<Other/>"] {
            try bad.write(toFile: file, atomically: true, encoding: .utf8)
            let refused = try await deployment.run(
                "cw-create_user", "bob", "example.com", "x", "--ifc", file)
            #expect(refused.status == 1 && refused.errors.contains(file))
        }
        #expect(try await deployment.run("cw-list_users").output == "sip:alice@example.com\n")
    }

    @Test func `A new password changes the digest, and -q keeps it from being shown`() async throws
    {
        let deployment = try Deployment()
        try await deployment.run("cw-create_user", "alice", "example.com", "old")
        func digest() async throws -> String {
            try await deployment.run("cw-display_user", "-s", "alice", "example.com").output
        }
        let before = try await digest()
        let quiet = try await deployment.run("cw-update_user", "-q", "alice", "example.com", "new")
        #expect(quiet.status == 0 && quiet.output.isEmpty)
        let after = try await digest()
        #expect(after != before)
        let named = try await deployment.run(
            "cw-update_user", "alice", "example.com", "--password", "old")
        #expect(named.output.contains("HA1 digest"))
        #expect(try await digest() == before)
        #expect(try await deployment.run("cw-update_user", "alice", "example.com").status == 64)
    }

    @Test func `Users that are there already are left as they are, which is no failure`()
        async throws
    {
        let deployment = try Deployment()
        try await deployment.run("cw-create_user", "100", "example.com", "first")
        let before = try await deployment.run("cw-display_user", "-s", "100", "example.com")
        let again = try await deployment.run("cw-create_user", "100,101", "example.com", "second")
        #expect(again.status == 0 && again.errors.contains("there already"))
        #expect(
            try await deployment.run("cw-display_user", "-s", "100", "example.com").output
                == before.output)
    }

    @Test func `An error ends the work, or with -k and -f only its own user's`() async throws {
        let deployment = try Deployment()
        try await deployment.run("cw-create_user", "101", "example.com", "x")
        for (words, isDone) in [([], false), (["-k"], true), (["-k", "-q"], true)] {
            let shown = try await deployment.run(
                exactly: ["cw-display_user"] + words + ["-s", "100..101", "example.com"]
                    + ["--config", deployment.configuration, "--data", deployment.data])
            #expect(shown.status == 1 && shown.output.isEmpty != isDone)
            #expect(shown.errors.isEmpty == words.contains("-q"))
        }
        let stopped = try await deployment.run("cw-delete_user", "100..101", "example.com")
        #expect(stopped.status == 1 && stopped.output.isEmpty)
        let forced = try await deployment.run(
            "cw-delete_user", "-f", "-q", "100..101", "example.com")
        #expect(forced.status == 1 && forced.errors.isEmpty && forced.output.contains("101"))
    }

    @Test(arguments: ["1..", "..", "12..9", "9..8", "1..a", "+1..2", "1,,2", "1..99999999"])
    func `What is no range is refused`(range: String) async throws {
        let deployment = try Deployment()
        let refused = try await deployment.run("cw-create_user", range, "example.com", "x")
        #expect(refused.status == 64 && refused.errors.contains(range))
    }

    @Test func `Another machine's homestead-prov and another domain are refused with a reason`()
        async throws
    {
        let deployment = try Deployment()
        let remote = try await deployment.run("cw-list_users", "--hsprov", "192.0.2.1:8889")
        #expect(remote.status == 1 && remote.errors.contains("--hsprov"))
        let domain = try await deployment.run("cw-create_user", "100", "example.org", "x")
        #expect(domain.status == 1 && domain.errors.contains("write example.com"))
    }

    @Test func `A link by a tool's name is the tool`() async throws {
        let deployment = try Deployment()
        let link = deployment.root + "/cw-list_users"
        try FileManager.default.createSymbolicLink(
            atPath: link, withDestinationPath: RunningCommand.executable)
        try await deployment.run("subscriber", "add", "alice")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: link)
        process.arguments = ["--data", deployment.data]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(String(decoding: output, as: UTF8.self) == "sip:alice@example.com\n")
    }
}
