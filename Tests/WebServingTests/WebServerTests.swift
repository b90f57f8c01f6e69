import Foundation
import Hummingbird
import NIOPosix
import NetworkAddresses
import Testing
import WebServing
import WebTestKit

@Suite struct WebServerTests {
    @Test func `Both families are served`() async throws {
        try await withServer(at: [.loopbackV4, IPAddress("::1")!]) { server in
            #expect(server.endpoints.count == 2)
            for endpoint in server.endpoints {
                let answer = try await PlainClient.answer("GET", "/ping", at: endpoint)
                #expect(answer.status == 200)
                #expect(answer.answerBody == "OK")
            }
        }
    }

    @Test(arguments: ["/ping", "/ping/", "/ping?x=y", "/p%69ng"])
    func `A slash at the end and needless escapes make no difference`(path: String) async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer("GET", path, at: server.endpoints[0])
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["sip:650@example.com", "sip%3A650%40example.com", "sip%3a650@example.com/"])
    func `An identity in the path is the same escaped or not`(name: String) async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer(
                "GET", "/people/\(name)", at: server.endpoints[0])
            #expect(answer.answerBody == "I am sip:650@example.com")
        }
    }

    @Test func `An escaped slash stays within its part of the path`() async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer(
                "GET", "/people/a%2Fb", at: server.endpoints[0])
            #expect(answer.answerBody == "I am a/b")
        }
    }

    @Test(arguments: ["%zz", "%4", "%ff", "a%00b", "a%0Ab"])
    func `Escapes that say nothing are refused`(name: String) async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer(
                "GET", "/people/\(name)", at: server.endpoints[0])
            #expect(answer.status == 400)
            #expect(answer.contains("percent-encoded"))
        }
    }

    @Test func `HEAD is answered as GET without its body`() async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer("HEAD", "/ping", at: server.endpoints[0])
            #expect(answer.status == 200)
            #expect(answer.lowercased().contains("content-length: 2\r\n"))
            #expect(answer.answerBody == "")
        }
    }

    @Test func `A method that a path has not is told with those that it has`() async throws {
        try await withServer { server in
            let answer = try await PlainClient.answer(
                "DELETE", "/people/a", at: server.endpoints[0])
            #expect(answer.status == 405)
            #expect(answer.lowercased().contains("allow: get, head, put\r\n"))
            let missing = try await PlainClient.answer("GET", "/nowhere", at: server.endpoints[0])
            #expect(missing.status == 404)
        }
    }

    @Test func `A failure is answered without its details, and logged without the query`()
        async throws
    {
        let log = LogLines()
        try await withServer(log: log) { server in
            let answer = try await PlainClient.answer(
                "POST", "/fail?token=abracadabra", at: server.endpoints[0])
            #expect(answer.status == 500)
            #expect(!answer.contains("opensesame"))
        }
        #expect(log.all.contains { $0.contains("/fail") && $0.contains("SecretFailure") })
        #expect(!log.all.contains { $0.contains("abracadabra") || $0.contains("opensesame") })
    }

    @Test func `Every answer forbids caching, sniffing and framing unless its handler allows it`()
        async throws
    {
        try await withServer { server in
            for path in ["/ping", "/nowhere"] {
                let answer = try await PlainClient.answer("GET", path, at: server.endpoints[0])
                    .lowercased()
                #expect(answer.contains("cache-control: no-store\r\n"))
                #expect(answer.contains("x-content-type-options: nosniff\r\n"))
                #expect(answer.contains("frame-ancestors 'none'"))
                #expect(answer.contains("referrer-policy: same-origin\r\n"))
            }
        }
    }

    @Test func `A port in use names the option that chooses it`() async throws {
        try await withServer { server in
            let endpoint = server.endpoints[0]
            let error = await #expect(throws: WebBindError.self) {
                try await WebServer.start(
                    WebSite(WebRouter.make()), at: [endpoint.address], port: endpoint.port,
                    option: "ellis_port", group: MultiThreadedEventLoopGroup.singleton,
                    logger: LogLines().logger)
            }
            #expect(error?.what.contains("\(endpoint)") == true)
            #expect(error?.remedy.contains("ellis_port") == true)
        }
    }

    @Test func `After the stop nobody is served and streams have ended`() async throws {
        var endpoint: SocketEndpoint?
        var listener: PlainClient?
        try await withServer { server in
            endpoint = server.endpoints[0]
            listener = try PlainClient(server.endpoints[0])
            listener?.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = await listener?.text(upTo: "event: first")
        }
        _ = await listener?.everything()
        #expect(throws: PlainClient.Failure.self) { try PlainClient(endpoint!) }
    }
}
