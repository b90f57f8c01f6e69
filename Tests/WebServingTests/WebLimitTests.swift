import Foundation
import NIOCore
import NetworkAddresses
import Testing
import WebServing
import WebTestKit

@Suite struct WebLimitTests {
    static func hasty() -> WebLimits {
        var limits = WebLimits()
        limits.head = .milliseconds(300)
        limits.request = .milliseconds(600)
        limits.idle = .milliseconds(300)
        return limits
    }

    @Test func `Header fields above the limits are refused`() async throws {
        try await withServer { server in
            let many = (0..<200).map { "X-Field-\($0): 1" }
            let first = try await PlainClient.answer(
                "GET", "/ping", at: server.endpoints[0], headers: many)
            #expect(first.status == 400)
            let big = ["X-Field: " + String(repeating: "x", count: 17_000)]
            let second = try await PlainClient.answer(
                "GET", "/ping", at: server.endpoints[0], headers: big)
            #expect(second.status == 400)
        }
    }

    @Test(arguments: [(262_144, 200), (262_145, 413), (1_000_000, 413)])
    func `A body above the limit is refused`(length: Int, status: Int) async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer(
                "PUT", "/people/a", at: server.endpoints[0],
                body: String(repeating: "x", count: length))
            #expect(answer.status == status)
        }
    }

    @Test func `Who waits for leave to send a body gets it`() async throws {
        try await withServer { server in
            let client = try PlainClient(server.endpoints[0])
            client.send(
                "PUT /people/a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n"
                    + "Expect: 100-continue\r\n\r\n")
            #expect(await client.text(upTo: "\r\n\r\n").status == 100)
            client.send("ab")
            #expect(await client.everything().contains("2 octets"))
        }
    }

    @Test(arguments: [
        "", "GET /ping HT", "PUT /people/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
    ])
    func `Who does not finish a request is closed`(start: String) async throws {
        try await withServer(limits: Self.hasty()) { server in
            let client = try PlainClient(server.endpoints[0])
            client.send(start)
            #expect(await client.everything() == "")
        }
    }

    @Test func `A connection without further requests is closed`() async throws {
        try await withServer(limits: Self.hasty()) { server in
            let client = try PlainClient(server.endpoints[0])
            client.send("GET /ping HTTP/1.1\r\nHost: x\r\n\r\n")
            let answer = await client.everything()
            #expect(answer.status == 200)
        }
    }

    @Test func `Who does not take its answer is closed`() async throws {
        try await withServer(limits: Self.hasty()) { server in
            let client = try PlainClient(server.endpoints[0])
            client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            try await Task.sleep(for: .milliseconds(2_500))
            #expect(await client.everything().utf8.count < 8 << 20)
        }
    }

    @Test func `An event stream outlives the time of a request`() async throws {
        try await withServer(limits: Self.hasty()) { server in
            let client = try PlainClient(server.endpoints[0])
            client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            let start = await client.text(upTo: "data: two\n")
            #expect(start.contains("event: first\ndata: one\ndata: two\n"))
            try await Task.sleep(for: .milliseconds(1_800))
            #expect(await client.text(upTo: ":\n").contains(":\n"))
        }
    }

    @Test func `Event streams of one source are counted`() async throws {
        var limits = WebLimits()
        limits.eventStreamsPerSource = 2
        try await withServer(limits: limits) { server in
            var listeners: [PlainClient] = []
            for _ in 0..<2 {
                let client = try PlainClient(server.endpoints[0])
                client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(await client.text(upTo: "event: first").status == 200)
                listeners.append(client)
            }
            let answer = try await PlainClient.answer("GET", "/events", at: server.endpoints[0])
            #expect(answer.status == 429)
            #expect(listeners.count == 2)
        }
    }

    @Test func `A crowd of slow clients gives way to one that asks`() async throws {
        var limits = WebLimits()
        limits.connectionsPerSource = 20
        try await withServer(limits: limits) { server in
            var crowd: [PlainClient] = []
            for index in 0..<100 {
                let client = try PlainClient(server.endpoints[0])
                client.send(
                    index % 2 == 0
                        ? "GET /ping HTTP/1.1\r\nX-Slow: "
                        : "PUT /people/a HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\na")
                crowd.append(client)
            }
            let answer = try await PlainClient.answer("GET", "/ping", at: server.endpoints[0])
            #expect(answer.status == 200)
            #expect(await crowd[0].everything() == "")
        }
    }
}
