import Provisioning
import ServiceSettings
import Testing
import WebTestKit

@Suite struct WholeDocumentTests {
    private let path = XDMSServerUnderTest.document
    private let valid = String(decoding: Simservs.defaultDocument, as: UTF8.self)

    @Test func `A document is put, read, changed and removed with homer's statuses`() async throws {
        try await withXDMS { server in
            #expect(try await server.ask("GET").status == 404)
            #expect(try await server.ask("DELETE").status == 204)
            #expect(try await server.ask("PUT", path, valid).status == 200)
            let read = try await server.ask("GET")
            #expect(read.status == 200)
            #expect(read.header("Content-Type") == "application/vnd.etsi.simservs+xml")
            #expect(read.answerBody == valid)
            #expect(try await server.ask("PUT", path, valid).status == 200)
            #expect(try await server.ask("GET", path + "/").status == 200)
            #expect(try await server.ask("HEAD").status == 200)
            #expect(try await server.ask("DELETE").status == 204)
            #expect(try await server.ask("GET").status == 404)
            #expect(try await server.ask("GET", "/ping").answerBody == "OK")
            #expect(try await server.ask("POST").status == 405)
        }
    }

    @Test func `Every answer has the entity tag, and each change another one`() async throws {
        try await withXDMS { server in
            let first = try await server.ask("PUT", path, valid).header("ETag")
            let tag = try #require(first)
            #expect(tag.hasPrefix("\"") && tag.count > 2)
            #expect(try await server.ask("GET").header("ETag") == tag)
            let unchanged = try await server.ask("GET", more: ["If-None-Match: \(tag)"])
            #expect(unchanged.status == 304 && unchanged.answerBody.isEmpty)
            #expect(unchanged.header("ETag") == tag)
            let second = try await server.ask("PUT", path, valid, more: ["If-Match: \(tag)"])
            #expect(second.status == 200)
            #expect(second.header("ETag") != tag)
            #expect(try await server.ask("GET", more: ["If-None-Match: \(tag)"]).status == 200)
        }
    }

    @Test func `A change that expects another document changes nothing`() async throws {
        try await withXDMS { server in
            #expect(try await server.ask("PUT", path, valid, more: ["If-Match: *"]).status == 412)
            let made = try await server.ask("PUT", path, valid, more: ["If-None-Match: *"])
            #expect(made.status == 200)
            let tag = try #require(made.header("ETag"))
            for condition in ["If-None-Match: *", "If-Match: \"other\"", "If-None-Match: \(tag)"] {
                for method in ["PUT", "DELETE"] {
                    let answer = try await server.ask(
                        method, path, method == "PUT" ? valid : "", more: [condition])
                    #expect(answer.status == 412, "\(method) \(condition)")
                }
            }
            #expect(try await server.ask("GET").header("ETag") == tag)
            let removed = try await server.ask("DELETE", more: ["If-Match: \"x\", \(tag)"])
            #expect(removed.status == 204)
        }
    }

    @Test(
        "What is not valid gets 409 with the reason in an XCAP error",
        arguments: [
            ("<simservs/>", "schema-validation-error", "simservs"),
            ("no XML", "not-well-formed", "line 1"),
            ("", "not-well-formed", "empty"),
            ("<!DOCTYPE a><simservs/>", "constraint-failure", "DOCTYPE"),
            (
                String(decoding: Simservs.defaultDocument, as: UTF8.self)
                    .replacing(">30<", with: ">1<"), "schema-validation-error", "NoReplyTimer"
            ),
        ])
    func invalid(body: String, element: String, reason: String) async throws {
        try await withXDMS { server in
            let answer = try await server.ask("PUT", path, body)
            #expect(answer.status == 409)
            #expect(answer.header("Content-Type") == "application/xcap-error+xml")
            #expect(answer.answerBody.contains("<\(element) "), "\(answer.answerBody)")
            #expect(answer.answerBody.contains(reason))
            #expect(try await server.ask("GET").status == 404)
        }
    }

    @Test func `A document belongs to a subscriber, however that is spelled`() async throws {
        try await withXDMS { server in
            let nobody = path.replacing("6505550001", with: "6505559999")
            #expect(try await server.ask("PUT", nobody, valid).status == 404)
            #expect(try await server.ask("DELETE", nobody).status == 204)
            #expect(try await server.ask("PUT", path, valid).status == 200)
            for user in [
                "sip%3A6505550001%40example.com", "6505550001@example.com", "tel:+6505550001",
                "sip:+6505550001@example.com",
            ] {
                for usage in ["org.etsi.ngn.simservs", "simservs.ngn.etsi.org"] {
                    let other = "/\(usage)/users/\(user)/simservs.xml"
                    #expect(try await server.ask("GET", other).status == 200, "\(other)")
                }
            }
            let name = ServiceDocumentName.simservs(of: "sip:6505550001@example.com")
            let stored = try await server.store.document(name)
            #expect(stored != nil)
        }
    }

    @Test func `What the server offers is listed for everybody`() async throws {
        try await withXDMS { server in
            let answer = try await server.ask("GET", "/xcap-caps/global/index", headers: [])
            #expect(answer.status == 200)
            #expect(answer.answerBody.contains("<auid>simservs.ngn.etsi.org</auid>"))
        }
    }

    @Test func `A change is in the audit trail with who made it`() async throws {
        try await withXDMS { server in
            try await server.putDefault()
            let entries = try await server.store.audit(before: nil, limit: 1)
            #expect(entries.first?.author.who == "api key")
            #expect(entries.first?.author.interface == .xdms)
            #expect(entries.first?.author.source == "127.0.0.1")
        }
    }
}
