import Testing
import WebTestKit

@Suite struct ServiceProfileTests {
    static let uri = "sip:6505550000@example.com"

    @Test func `A public identity is put into a profile and found by every way`() async throws {
        try await withProvisioning { server async throws in
            let (set, profile) = try await server.makeProfile()
            #expect(try await server.put(Self.uri, into: profile).status == 200)
            let list = #"{"public_ids":["\#(Self.uri)"]}"#
            #expect(try await server.ask("GET", set + "/public_ids").answerBody == list)
            #expect(try await server.ask("GET", profile + "/public_ids").answerBody == list)
            for path in ["/public/\(Self.uri)", "/public/sip%3A6505550000%40example.com"] {
                let found = try await server.ask("GET", path + "/service_profile")
                #expect(found.status == 303)
                #expect(found.header("Location") == profile)
                let irs = try await server.ask("GET", path + "/irs/")
                #expect(irs.status == 303)
                #expect(irs.header("Location") == set)
            }
        }
    }

    @Test func `Private and public identities of a set find each other`() async throws {
        try await withProvisioning { server async throws in
            let (set, profile) = try await server.makeProfile()
            _ = try await server.put(Self.uri, into: profile)
            _ = try await server.put("sip:6505550001@example.com", into: profile)
            let name = "/private/6505550000@example.com"
            _ = try await server.ask("PUT", name, #"{"plaintext_password":"secret"}"#)
            _ = try await server.ask("PUT", set + "/private_ids/6505550000@example.com")
            #expect(
                try await server.ask("GET", "/public/\(Self.uri)/associated_private_ids").answerBody
                    == #"{"private_ids":["6505550000@example.com"]}"#)
            let both = #"{"associated_public_ids":["\#(Self.uri)","sip:6505550001@example.com"]}"#
            let answer = try await server.ask("GET", name + "/associated_public_ids").answerBody
            #expect(answer == both)
        }
    }

    @Test func `A path and a document that name two identities are refused`() async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let answer = try await server.ask(
                "PUT", profile + "/public_ids/\(Self.uri)",
                ProvisioningServer.identity("sip:6505550001@example.com"))
            #expect(answer.status == 403)
            let listing = try await server.ask("GET", profile + "/public_ids")
            #expect(listing.answerBody == #"{"public_ids":[]}"#)
        }
    }

    @Test func `A mistake in the document is told with its line`() async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let path = profile + "/public_ids/\(Self.uri)"
            let broken = try await server.ask("PUT", path, "<PublicIdentity>\n<Identity>\n</a>")
            #expect(broken.status == 400)
            #expect(broken.answerBody.contains("line 3"))
            let barring = try await server.ask(
                "PUT", path,
                ProvisioningServer.identity(
                    Self.uri, barring: "\n<BarringIndication>maybe</BarringIndication>"))
            #expect(barring.status == 400)
            #expect(barring.answerBody.contains("line 2: BarringIndication is to be 0 or 1"))
            for body in ["", "no XML", "<Other/>", "<PublicIdentity/>"] {
                #expect(try await server.ask("PUT", path, body).status == 400)
            }
        }
    }

    @Test func `A barred identity is stored as barred`() async throws {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let answer = try await server.ask(
                "PUT", profile + "/public_ids/\(Self.uri)",
                ProvisioningServer.identity(
                    Self.uri, barring: "<BarringIndication>1</BarringIndication>"),
                headers: ["Content-Type: application/x-www-form-urlencoded"])
            #expect(answer.status == 200)
            #expect(try await server.store.publicIdentity(Self.uri).isBarred)
        }
    }

    @Test func `Removing a public identity or a profile tells whether there was one`() async throws
    {
        try await withProvisioning { server async throws in
            let (_, profile) = try await server.makeProfile()
            let path = profile + "/public_ids/\(Self.uri)"
            #expect(try await server.ask("DELETE", path).status == 404)
            _ = try await server.put(Self.uri, into: profile)
            #expect(try await server.ask("DELETE", path).status == 200)
            #expect(try await server.ask("GET", "/public/\(Self.uri)/irs").status == 404)
            #expect(try await server.ask("DELETE", profile).status == 200)
            #expect(try await server.ask("DELETE", profile).status == 204)
            #expect(try await server.ask("GET", profile + "/public_ids").status == 404)
            #expect(try await server.put(Self.uri, into: profile).status == 404)
        }
    }

    @Test func `All identities are listed whole or in chunks, counted from 0 or from 1`()
        async throws
    {
        try await withProvisioning { server async throws in
            let (set, profile) = try await server.makeProfile()
            let uris = (0..<5).map { "sip:650555000\($0)@example.com" }
            for uri in uris { _ = try await server.put(uri, into: profile) }
            let whole = try await server.ask("GET", "/public/?excludeuuids=true").answerBody
            #expect(
                whole
                    == "{\"public_ids\":["
                    + uris.map { "{\"public_id\":\"\($0)\"}" }.joined(separator: ",") + "]}")
            let first = try await server.ask("GET", "/public?excludeuuids=false").answerBody
            let irs = set.dropFirst("/irs/".count)
            let sp = profile.split(separator: "/").last!
            let entry = #"{"irs":"\#(irs)","public_id":"\#(uris[0])","sp":"\#(sp)"}"#
            #expect(first.contains(entry))
            for chunks in [0..<2, 1..<3] {
                var all = ""
                for chunk in chunks {
                    all += try await server.ask(
                        "GET", "/public/?excludeuuids=true&chunk-proportion=2&chunk=\(chunk)"
                    ).answerBody
                }
                #expect(uris.allSatisfy { all.components(separatedBy: $0).count == 2 })
            }
            #expect(try await server.ask("GET", "/public/?chunk-proportion=x").status == 400)
            #expect(try await server.ask("GET", "/public/?chunk-proportion=0").status == 400)
        }
    }
}
