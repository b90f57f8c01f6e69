import Foundation
import NetworkAddresses
import Provisioning
import Testing
import WebTestKit

/// Plays recorded exchanges against the servers over one data file: every operation of the
/// interfaces' tables, and what they refuse.
struct ExchangeTests {
    @Test func `Ellis answers as it is recorded`() async throws {
        try await ServersUnderTest.with { servers in
            _ = try await servers.store.addNumbers(
                from: "6505550000", count: 4, isPSTN: false, by: ServersUnderTest.author,
                now: ServersUnderTest.wall())
            _ = try await servers.store.addNumbers(
                from: "+16505551000", count: 1, isPSTN: true, by: ServersUnderTest.author,
                now: ServersUnderTest.wall())
            try await play("ellis", at: servers.ellis.endpoints[0], servers)
        }
    }

    @Test func `homestead-prov answers as it is recorded`() async throws {
        try await ServersUnderTest.with { servers in
            try await play("homestead-prov", at: servers.homestead.endpoints[0], servers)
        }
    }

    @Test func `homer answers as it is recorded`() async throws {
        try await ServersUnderTest.with { servers in
            let answer = try await PlainClient.answer(
                "POST",
                "/accounts?email=a@b.example&password=sesame1&full_name=A&signup_code=letmein",
                at: servers.ellis.endpoints[0])
            #expect(answer.status == 201)
            let line = try await PlainClient.answer(
                "POST", "/accounts/a@b.example/numbers/sip:6505550000@example.com",
                at: servers.ellis.endpoints[0], headers: ["NGV-API-Key: the key"])
            #expect(line.status == 200)
            _ = try await servers.store.removeDocument(
                .simservs(of: "sip:6505550000@example.com"), if: .none,
                by: ServersUnderTest.author, now: ServersUnderTest.wall())
            try await play("homer", at: servers.homer.endpoints[0], servers)
        }
    }

    @Test func `a store that fails is a bad gateway, never a missing account or a wrong password`()
        async throws
    {
        try await ServersUnderTest.with { servers in
            try servers.store.close()
            for (method, path, fields) in [
                ("GET", "/accounts/alice@example.com/numbers", ["NGV-API-Key: the key"]),
                ("GET", "/gab", ["Cookie: username=" + String(repeating: "A", count: 43)]),
                ("POST", "/session?email=a@b&password=sesame1", []),
            ] {
                let answer = try await PlainClient.answer(
                    method, path, at: servers.ellis.endpoints[0], headers: fields)
                #expect(answer.status == 502, "\(path): \(answer)")
                #expect(answer.answerBody.contains("Upstream request failed"))
            }
        }
    }

    @Test func `every change is in the audit trail with who, what and from where`() async throws {
        try await ServersUnderTest.with { servers in
            let endpoint = servers.ellis.endpoints[0]
            func ask(_ method: String, _ path: String, key: Bool = true) async throws -> Int {
                try await PlainClient.answer(
                    method, path, at: endpoint, headers: key ? ["NGV-API-Key: the key"] : []
                ).status
            }
            let account = "/accounts/a@b.example"
            let line = account + "/numbers/sip:6505550000@example.com"
            #expect(
                try await ask(
                    "POST",
                    "/accounts?email=a@b.example&password=sesame1&full_name=A&signup_code=letmein",
                    key: false) == 201)
            #expect(try await ask("POST", line) == 200)
            #expect(try await ask("POST", line + "/password") == 200)
            #expect(try await ask("PUT", line + "/listed/1") == 200)
            #expect(try await ask("DELETE", line) == 200)
            #expect(try await ask("DELETE", account) == 204)
            let entries = try await servers.store.audit(before: nil, limit: 100)
            #expect(entries.allSatisfy { $0.author.source == "127.0.0.1" })
            #expect(entries.allSatisfy { $0.author.interface == .ellis })
            #expect(entries.last?.author.who == "a@b.example")
            #expect(entries.dropLast().allSatisfy { $0.author.who == "api key" })
            #expect(
                entries.map(\.action) == [
                    "remove account", "remove line", "list line", "set line password", "add line",
                    "add account",
                ])
        }
    }

    private func play(_ name: String, at endpoint: SocketEndpoint, _ servers: ServersUnderTest)
        async throws
    {
        let file = try #require(
            Bundle.module.url(
                forResource: name, withExtension: "txt", subdirectory: "Exchanges"))
        let exchanges = try Exchange.read(String(contentsOf: file, encoding: .utf8))
        #expect(exchanges.count > 10)
        var memory = ExchangeMemory()
        for exchange in exchanges {
            memory["recovery"] = servers.mails.recoveryToken
            let answer = try await PlainClient.answer(
                exchange.method, memory.filled(exchange.path), at: endpoint,
                headers: exchange.fields.map { "\($0.name): \(memory.filled($0.value))" },
                body: memory.filled(exchange.body))
            compare(answer, exchange, &memory)
        }
    }

    private func compare(
        _ answer: String, _ exchange: Exchange, _ memory: inout ExchangeMemory
    ) {
        let text = answer.answerBody
        let about: Comment = "\(exchange.description): \(answer.status) \(text)"
        #expect(answer.status == exchange.status, about)
        for field in exchange.expectedFields {
            let values = answer.headers(field.name)
            var isFound = false
            for value in values where !isFound { isFound = memory.matches(value, field.value) }
            #expect(isFound, "\(about) \(field.name): \(values)")
        }
        if let pattern = exchange.expectedBody {
            if pattern.hasPrefix("{") {
                let json = try? JSONSerialization.jsonObject(with: Data(text.utf8))
                let expected = try? JSONSerialization.jsonObject(with: Data(pattern.utf8))
                let isSame = memory.matches(json: json ?? "no JSON", expected ?? "no pattern")
                #expect(isSame, about)
            } else {
                let isSame = memory.matches(text, pattern)
                #expect(isSame, about)
            }
        } else if !exchange.allowsAnyBody {
            #expect(text == "", about)
        }
    }
}

extension String {
    /// The values of a header field of an answer, which may be there more than once.
    fileprivate func headers(_ name: String) -> [String] {
        components(separatedBy: "\r\n").prefix { !$0.isEmpty }
            .filter { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
