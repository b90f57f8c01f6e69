import Foundation
import Testing

@Suite struct SubscriberCommandTests {
    private func card(_ outcome: Outcome) throws -> [String: String] {
        try #require(try outcome.json() as? [String: String])
    }

    @Test("Without a number the lowest free one of the pool is taken, also one that became free")
    func pool() async throws {
        let deployment = try Deployment()
        for expected in ["6505550000", "6505550001", "6505550002"] {
            let outcome = try await deployment.run("subscriber", "add", "--json")
            #expect(try card(outcome)["username"] == expected)
        }
        #expect(try await deployment.run("subscriber", "remove", "6505550001").status == 0)
        #expect(
            try card(try await deployment.run("subscriber", "add", "--json"))["username"]
                == "6505550001")
    }

    @Test("A new subscriber's card has what the phone and the trunk provider need")
    func subscriberCard() async throws {
        let deployment = try Deployment(
            userSettings: "public_ip=192.0.2.5\npublic_hostname=node1.example.com\n")
        let card = try card(try await deployment.run("subscriber", "add", "+15551000000", "--json"))
        #expect(card["sipURI"] == "sip:+15551000000@example.com")
        #expect(card["username"] == "+15551000000")
        #expect(card["password"]?.count == 20)
        #expect(card["domain"] == "example.com")
        #expect(card["outboundProxy"] == "node1.example.com")
        #expect(card["trunkURIByDomain"] == "sip:+15551000000@example.com")
        #expect(card["trunkURIByAddress"] == "sip:+15551000000@192.0.2.5")
        #expect(card["trunkURIByNodeName"] == "sip:+15551000000@node1.example.com")
        let shown = try await deployment.run("subscriber", "show", "15551000000")
        #expect(shown.output.contains("sip:+15551000000@192.0.2.5"))
        #expect(shown.output.contains("Not registered"))
    }

    @Test("A port other than 5060 stands in what is handed out")
    func port() async throws {
        let deployment = try Deployment(userSettings: "sip_port=5070\n")
        let card = try card(try await deployment.run("subscriber", "add", "alice", "--json"))
        #expect(card["outboundProxy"] == "\(deployment.address):5070")
        #expect(card["trunkURIByAddress"] == "sip:alice@\(deployment.address):5070")
    }

    @Test("A password from standard input is neither printed nor stored")
    func passwordFromInput() async throws {
        let deployment = try Deployment()
        let secret = "correct horse battery staple"
        let outcome = try await deployment.run(
            "subscriber", "add", "alice", "--password-stdin", input: secret + "\n")
        #expect(outcome.status == 0)
        #expect(!outcome.output.contains(secret) && !outcome.errors.contains(secret))
        for file in try FileManager.default.contentsOfDirectory(atPath: deployment.data) {
            let bytes = FileManager.default.contents(atPath: "\(deployment.data)/\(file)") ?? Data()
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(file)")
        }
    }

    @Test("An empty standard input is no password")
    func noPassword() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run("subscriber", "add", "alice", "--password-stdin")
        #expect(outcome.status == 1 && outcome.errors.contains("no password"))
        #expect(try await deployment.run("subscriber", "show", "alice").status == 1)
    }

    @Test("A taken number is refused, with or without its plus, and the remedy is named")
    func duplicate() async throws {
        let deployment = try Deployment()
        try await deployment.run("subscriber", "add", "+15551000000")
        let outcome = try await deployment.run("subscriber", "add", "15551000000")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("set-password"))
    }

    @Test("Bad lines of an import are reported with their numbers, and the rest goes in")
    func importing() async throws {
        let deployment = try Deployment()
        let file = deployment.root + "/numbers.csv"
        try """
        number,password
        +15551000001,one
        no comma
        +15551000002,"a,b"
        two words,x
        +15551000001,again

        """.write(toFile: file, atomically: true, encoding: .utf8)
        let outcome = try await deployment.run("subscriber", "import", file)
        #expect(outcome.status == 1)
        #expect(outcome.output == "2 subscribers added, 3 lines not\n")
        let reported = outcome.errors.split(separator: "\n").map {
            $0.dropFirst(file.count + 1).prefix { $0 != ":" }
        }
        #expect(reported == ["3", "5", "6"])
        let list = try await deployment.run("subscriber", "list", "--json")
        let numbers = try #require(try list.json() as? [[String: Any]]).compactMap {
            $0["number"] as? String
        }
        #expect(numbers == ["+15551000001", "+15551000002"])
    }

    @Test("A clean import succeeds, from standard input too")
    func importingFromInput() async throws {
        let deployment = try Deployment()
        let outcome = try await deployment.run(
            "subscriber", "import", "-", input: "1001,a\r\n1002,b")
        #expect(outcome.status == 0 && outcome.output == "2 subscribers added\n")
    }

    @Test func `An import that was killed is taken up again, and nothing of it is half there`()
        async throws
    {
        let deployment = try Deployment()
        let total = 20_000
        let file = deployment.root + "/numbers.csv"
        try (0..<total).map { "\(2_000_000 + $0),pw\($0)\n" }.joined()
            .write(toFile: file, atomically: true, encoding: .utf8)
        let words = [
            "subscriber", "import", file, "--config", deployment.configuration, "--data",
            deployment.data,
        ]
        var killed = 0
        for delay in [40, 80, 120, 160] {
            let importing = try deployment.start(words)
            try await Task.sleep(for: .milliseconds(delay))
            killed += importing.isRunning ? 1 : 0
            importing.end(SIGKILL)
            _ = await importing.outcome()
        }
        #expect(killed > 0)
        let outcome = try await deployment.run("subscriber", "import", file, "--json")
        let report = try #require(try outcome.json() as? [String: Any])
        let (added, present) = (report["added"] as? Int, report["present"] as? Int)
        #expect(outcome.status == 0 && (added ?? 0) + (present ?? 0) == total)
        #expect((present ?? 0).isMultiple(of: 1000), "a transaction is whole or not there")
        let again = try await deployment.run("subscriber", "import", file)
        #expect(again.status == 0 && again.output == "0 subscribers added, 20000 there already\n")
        // Another password is no repetition.
        let other = try await deployment.run("subscriber", "import", "-", input: "2000000,other\n")
        #expect(other.status == 1 && other.errors.contains("set-password"))
    }

    @Test("More subscribers than a page are listed as one JSON array")
    func longList() async throws {
        let deployment = try Deployment()
        let lines = (0..<2100).map { "\(2_000_000 + $0),pw\n" }.joined()
        try await deployment.run("subscriber", "import", "-", input: lines)
        let list = try await deployment.run("subscriber", "list", "--json")
        #expect((try list.json() as? [Any])?.count == 2100)
        let text = try await deployment.run("subscriber", "list")
        #expect(text.output.split(separator: "\n").count == 2101)
    }

    @Test("An empty list is an empty JSON array, and a hint on standard error for people")
    func emptyList() async throws {
        let deployment = try Deployment()
        #expect(
            (try await deployment.run("subscriber", "list", "--json").json() as? [Any])?.isEmpty
                == true)
        let text = try await deployment.run("subscriber", "list")
        #expect(text.status == 0 && text.output.isEmpty && text.errors.contains("subscriber add"))
    }

    @Test("Removing reports who is no subscriber and removes the others")
    func removing() async throws {
        let deployment = try Deployment()
        try await deployment.run("subscriber", "add", "alice")
        let outcome = try await deployment.run("subscriber", "remove", "nobody", "alice")
        #expect(
            outcome.status == 1 && outcome.output == "alice removed\n"
                && outcome.errors.hasPrefix("nobody:"))
        #expect(try await deployment.run("subscriber", "show", "alice").status == 1)
    }

    @Test("Setting a password shows a new one, and fails for who is no subscriber")
    func settingPasswords() async throws {
        let deployment = try Deployment()
        try await deployment.run("subscriber", "add", "alice")
        let outcome = try await deployment.run("subscriber", "set-password", "alice", "--json")
        #expect((try outcome.json() as? [String: String])?["password"]?.count == 20)
        let unknown = try await deployment.run("subscriber", "set-password", "bob")
        #expect(unknown.status == 1 && unknown.errors.contains("bob"))
    }
}
