import DigestAuthentication
import ServiceSettings
import Subscribers
import Testing
import WebTestKit

@Suite struct RequesterTests {
    private let path = XDMSServerUnderTest.document
    private let valid = String(decoding: Simservs.defaultDocument, as: UTF8.self)

    /// An Authorization header for the nonce of a challenge.
    private func authorization(
        _ challenge: String, method: String = "GET", username: String = "6505550001@example.com",
        password: String = "secret", uri: String? = nil, count: Int = 1
    ) -> String {
        let nonce = challenge.split(separator: "nonce=\"").last?.prefix { $0 != "\"" } ?? ""
        let uri = uri ?? path
        let nonceCount = String(repeating: "0", count: 7) + "\(count)"
        var hash = ColonHash()
        let response = DigestResponse.expected(
            ha1: DigestHash(
                username: username, realm: XDMSServerUnderTest.realm, password: password),
            method: Array(method.utf8).span, uri: Array(uri.utf8).span,
            nonce: Array(nonce.utf8).span, nonceCount: Array(nonceCount.utf8).span,
            cnonce: Array("c".utf8).span, using: &hash)
        let digits = [response.high, response.low].map { half in
            let digits = String(half, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return """
            Authorization: Digest username="\(username)",realm="\(XDMSServerUnderTest.realm)",\
            nonce="\(nonce)",uri="\(uri)",response="\(digits.joined())",algorithm=MD5,qop=auth,\
            nc=\(nonceCount),cnonce="c"
            """
    }

    private func challenge(_ server: XDMSServerUnderTest) async throws -> String {
        let answer = try await server.ask("GET", headers: [])
        #expect(answer.status == 401)
        return try #require(answer.header("WWW-Authenticate"))
    }

    @Test func `Nobody gets in without proof, whatever is asked`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let nobody = path.replacing("6505550001", with: "6505559999")
            for target in [path, nobody, XDMSServerUnderTest.node("simservs")] {
                for method in ["GET", "PUT", "DELETE"] {
                    let answer = try await server.ask(
                        method, target, "<a/>",
                        headers: ["X-XCAP-Asserted-Identity: sip:6505550001@example.com"])
                    #expect(answer.status == 401, "\(method) \(target)")
                    #expect(answer.header("WWW-Authenticate")?.hasPrefix("Digest realm=") == true)
                }
            }
            #expect(try await server.ask("GET", headers: ["NGV-API-Key: wrong"]).status == 403)
            #expect(try await server.ask("GET").status == 200)
        }
    }

    @Test func `A subscriber reads and writes its own documents by digest`() async throws {
        try await withXDMS { server in
            let first = try await challenge(server)
            let put = try await server.ask(
                "PUT", path, valid, headers: [authorization(first, method: "PUT")])
            #expect(put.status == 200)
            let get = try await server.ask("GET", headers: [authorization(first, count: 2)])
            #expect(get.status == 200 && get.answerBody == valid)
            let audit = try await server.store.audit(before: nil, limit: 1)
            #expect(audit.first?.author.who == "sip:6505550001@example.com")
        }
    }

    @Test func `Every identity of the subscriber's set is its own`() async throws {
        try await withXDMS { server in
            let place = try await server.store.place(ofPublic: "sip:6505550001@example.com")
            try await server.store.putPublicIdentity(
                .init(uri: "sip:ann@example.com"), in: place.profile, of: place.set,
                by: .init(who: "test", interface: .node), now: .now)
            let other = path.replacing("6505550001", with: "ann")
            let header = authorization(try await challenge(server), method: "PUT", uri: other)
            #expect(try await server.ask("PUT", other, valid, headers: [header]).status == 200)
        }
    }

    @Test func `Another subscriber's documents are forbidden, and so are nobody's`() async throws {
        try await withXDMS { server in
            for number in ["6505550002", "6505559999"] {
                let other = path.replacing("6505550001", with: number)
                let header = authorization(try await challenge(server), uri: other)
                #expect(try await server.ask("GET", other, headers: [header]).status == 403)
            }
        }
    }

    @Test func `Credentials serve once, and a stale nonce is told as stale`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let header = authorization(try await challenge(server))
            #expect(try await server.ask("GET", headers: [header]).status == 200)
            let again = try await server.ask("GET", headers: [header])
            #expect(again.status == 401)
            #expect(again.header("WWW-Authenticate")?.contains("stale=true") == true)
            let forged = authorization("nonce=\"\(String(repeating: "A", count: 40))\"")
            let answer = try await server.ask("GET", headers: [forged])
            #expect(answer.status == 401)
            #expect(answer.header("WWW-Authenticate")?.contains("stale=true") == true)
        }
    }

    @Test func `A digest made for another method or address is of no use`() async throws {
        try await withXDMS { server in
            let first = try await challenge(server)
            let header = authorization(first)
            #expect(try await server.ask("DELETE", headers: [header]).status == 401)
            let elsewhere = authorization(first, uri: "/elsewhere")
            #expect(try await server.ask("GET", headers: [elsewhere]).status == 400)
        }
    }

    @Test func `Guesses are limited, and nobody else waits for them`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            var statuses: [Int] = []
            for count in 1...12 {
                let header = authorization(
                    try await challenge(server), password: "guess \(count)")
                statuses.append(try await server.ask("GET", headers: [header]).status)
            }
            #expect(statuses.prefix(10).allSatisfy { $0 == 401 })
            #expect(statuses.suffix(2) == [429, 429])
            // The right password has to wait too, or a guess would tell itself.
            let right = authorization(try await challenge(server))
            let refused = try await server.ask("GET", headers: [right])
            #expect(refused.status == 429 && refused.header("Retry-After") != nil)
            let other = path.replacing("6505550001", with: "6505550002")
            let header = authorization(
                try await challenge(server), username: "6505550002@example.com", uri: other)
            #expect(try await server.ask("GET", other, headers: [header]).status == 404)
        }
    }

    @Test func `On loopback alone a program may say for whom it asks`() async throws {
        try await withXDMS(key: nil, isOnLoopback: true) { server in
            let asserted = ["X-XCAP-Asserted-Identity: sip:6505550001@example.com"]
            let put = try await server.ask("PUT", path, valid, headers: asserted)
            #expect(put.status == 200)
            #expect(try await server.ask("GET", headers: asserted).status == 200)
            #expect(try await server.ask("GET", headers: []).status == 401)
            #expect(try await server.ask("GET", headers: ["NGV-API-Key: x"]).status == 403)
            let page = try await server.ask(
                "GET", headers: asserted + ["Origin: http://elsewhere.example"])
            #expect(page.status == 401)
            let client = try PlainClient(server.endpoint)
            client.send(
                "GET \(path) HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n"
                    + asserted[0] + "\r\n\r\n")
            #expect(await client.everything().status == 401)
        }
    }

    @Test func `No password and no digest gets into the log`() async throws {
        try await withXDMS { server in
            let header = authorization(try await challenge(server), password: "opensesame2")
            _ = try await server.ask("GET", headers: [header])
            let response = header.split(separator: "response=\"")[1].prefix(32)
            #expect(!server.log.all.joined().contains(response))
            #expect(!server.log.all.joined().contains("opensesame"))
        }
    }
}
