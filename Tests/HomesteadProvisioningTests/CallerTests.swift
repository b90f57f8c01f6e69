import Testing
import WebTestKit

@Suite struct CallerTests {
    @Test func `With a key nobody is served without it`() async throws {
        try await withProvisioning(key: "a-long-secret") { server async throws in
            #expect(try await server.ask("GET", "/ping").status == 200)
            for headers in [[], ["NGV-API-Key: another"], ["NGV-API-Key: "]] {
                let answer = try await server.ask("POST", "/irs", headers: headers)
                #expect(answer.status == 403)
                #expect(answer.answerBody.contains("NGV-API-Key"))
            }
            let answer = try await server.ask(
                "POST", "/irs", headers: ["NGV-API-Key: a-long-secret"])
            #expect(answer.status == 201)
        }
    }

    @Test func `Without a key only callers by address are served`() async throws {
        try await withProvisioning { server async throws in
            for (host, status) in [
                ("127.0.0.1:8889", 201), ("localhost", 201), ("[::1]:8889", 201),
                ("evil.example", 403), ("127.0.0.1.evil.example", 403),
            ] {
                let client = try PlainClient(server.endpoint)
                client.send("POST /irs HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
                #expect(await client.everything().status == status, "\(host)")
            }
        }
    }

    @Test func `Without a key no page of a browser is served`() async throws {
        try await withProvisioning { server async throws in
            for header in [
                "Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site",
            ] {
                #expect(try await server.ask("POST", "/irs", headers: [header]).status == 403)
            }
        }
    }

    @Test func `Every change is in the audit trail with its author and source`() async throws {
        try await withProvisioning(key: "k") { server async throws in
            _ = try await server.ask("POST", "/irs", headers: ["NGV-API-Key: k"])
            let entries = try await server.store.audit(before: nil, limit: 10)
            #expect(entries.map(\.author.who) == ["api key"])
            #expect(entries.map(\.author.interface) == [.homesteadProvisioning])
            #expect(entries.map(\.author.source) == ["127.0.0.1"])
        }
    }
}
