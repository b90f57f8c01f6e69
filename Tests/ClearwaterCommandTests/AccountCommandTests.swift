import Foundation
import Testing

/// Accounts without a browser.
@Suite struct AccountCommandTests {
    @Test func `An account is added with a password that is shown once, listed and removed`()
        async throws
    {
        let deployment = try Deployment()
        let added = try await deployment.run(
            "account", "add", "Ann@example.com", "--name", "Ann Smith", "--json")
        let card = try #require(try added.json() as? [String: String])
        #expect(card["email"] == "Ann@example.com" && card["password"]?.count == 20)
        let listed = try await deployment.run("account", "list", "smith")
        #expect(listed.output.contains("Ann@example.com") && listed.output.contains("Ann Smith"))
        #expect(try await deployment.run("account", "list", "jones").output.isEmpty)
        let again = try await deployment.run("account", "add", "ann@example.com")
        #expect(again.status == 1 && again.errors.contains("has an account already"))
        #expect(try await deployment.run("account", "remove", "ann@example.com").status == 0)
        #expect(try await deployment.run("account", "list").errors.contains("account add"))
    }

    @Test func `A password from standard input is hashed, and a short one is refused`() async throws
    {
        let deployment = try Deployment()
        let short = try await deployment.run(
            "account", "add", "ann@example.com", "--password-stdin", input: "short\n")
        #expect(short.status == 1 && short.errors.contains("6 characters"))
        let secret = "correct horse battery staple"
        let added = try await deployment.run(
            "account", "add", "ann@example.com", "--password-stdin", input: secret + "\n")
        #expect(added.status == 0 && !added.output.contains(secret))
        let changed = try await deployment.run("account", "set-password", "ann@example.com")
        #expect(changed.output.contains("shown only now"))
        let unknown = try await deployment.run("account", "set-password", "bob@example.com")
        #expect(unknown.status == 1 && unknown.errors.contains("has no account"))
        for file in try FileManager.default.contentsOfDirectory(atPath: deployment.data) {
            let bytes = FileManager.default.contents(atPath: "\(deployment.data)/\(file)") ?? Data()
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
    }

    @Test func `The only administrator stays one`() async throws {
        let deployment = try Deployment()
        try await deployment.run("account", "add", "ann@example.com")
        #expect(try await deployment.run("account", "make-admin", "ann@example.com").status == 0)
        let list = try await deployment.run("account", "list", "--json")
        let entries = try #require(try list.json() as? [[String: Any]])
        #expect(entries.first?["isAdministrator"] as? Bool == true)
        for words in [["account", "remove"], ["account", "make-admin", "--no-longer"]] {
            let refused = try await deployment.run(
                exactly: words + ["ann@example.com", "--data", deployment.data])
            #expect(refused.status == 1 && refused.errors.contains("only administrator"))
        }
        try await deployment.run("account", "add", "bob@example.com", "--admin")
        #expect(try await deployment.run("account", "remove", "ann@example.com").status == 0)
    }
}
