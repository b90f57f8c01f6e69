import Testing
import WebTestKit

@Suite struct PrivateIdentityTests {
    static let alice = "/private/alice%40example.com"

    @Test func `A password is kept as its digest hash alone`() async throws {
        try await withProvisioning { server async throws in
            let put = try await server.ask("PUT", Self.alice, #"{"plaintext_password":"secret"}"#)
            #expect(put.status == 200)
            // md5 of alice@example.com:example.com:secret
            let get = try await server.ask("GET", "/private/alice@example.com/")
            #expect(
                get.answerBody
                    == #"{"digest_ha1":"c79656e4f06dbae9fdf6727654273c65","realm":"example.com"}"#)
        }
    }

    @Test func `A digest hash comes back as it was put, with its realm`() async throws {
        try await withProvisioning { server async throws in
            let hash = "0123456789abcdef0123456789abcdef"
            let body = #"{"digest_ha1":"\#(hash)","realm":"other.example"}"#
            #expect(try await server.ask("PUT", Self.alice, body).status == 200)
            let answer = try await server.ask("GET", Self.alice).answerBody
            #expect(answer == body)
        }
    }

    @Test(arguments: [
        "", "{}", "nonsense", #"{"digest_ha1":"12"}"#,
        #"{"digest_ha1":"zz23456789abcdef0123456789abcdef"}"#,
        #"{"digest_ha1":"0123456789abcdef0123456789abcdef","plaintext_password":"x"}"#,
        #"{"plaintext_password":["x"]}"#,
    ])
    func `A body that proves nobody is refused and changes nothing`(body: String) async throws {
        try await withProvisioning { server async throws in
            #expect(try await server.ask("PUT", Self.alice, body).status == 400)
            #expect(try await server.ask("GET", Self.alice).status == 404)
        }
    }

    @Test func `Removing tells whether there was anything`() async throws {
        try await withProvisioning { server async throws in
            #expect(try await server.ask("DELETE", Self.alice).status == 204)
            _ = try await server.ask("PUT", Self.alice, #"{"plaintext_password":"secret"}"#)
            #expect(try await server.ask("DELETE", Self.alice).status == 200)
            #expect(try await server.ask("GET", Self.alice).status == 404)
        }
    }

    @Test func `A registration set is associated and dissociated from either side`() async throws {
        try await withProvisioning { server async throws in
            _ = try await server.ask("PUT", Self.alice, #"{"plaintext_password":"secret"}"#)
            let set = try await server.ask("POST", "/irs").header("Location") ?? ""
            let uuid = String(set.dropFirst("/irs/".count))
            let sets = Self.alice + "/associated_implicit_registration_sets"
            #expect(try await server.ask("PUT", "\(sets)/\(uuid)").status == 200)
            let associated = #"{"associated_implicit_registration_sets":["\#(uuid)"]}"#
            #expect(try await server.ask("GET", sets).answerBody == associated)
            #expect(
                try await server.ask("GET", set + "/private_ids").answerBody
                    == #"{"private_ids":["alice@example.com"]}"#)
            let member = set + "/private_ids/alice%40example.com"
            #expect(try await server.ask("DELETE", member).status == 200)
            #expect(try await server.ask("DELETE", member).status == 404)
            #expect(try await server.ask("DELETE", "\(sets)/\(uuid)").status == 204)
            #expect(try await server.ask("PUT", member).status == 200)
            #expect(try await server.ask("DELETE", "\(sets)/\(uuid)").status == 200)
        }
    }

    @Test func `What does not exist is told as the table has it`() async throws {
        try await withProvisioning { server async throws in
            let nobody = "/private/nobody%40example.com"
            let none = "00000001-0000-8000-8000-00000000002a"
            let sets = "associated_implicit_registration_sets"
            #expect(try await server.ask("GET", nobody).status == 404)
            #expect(try await server.ask("GET", "\(nobody)/\(sets)").status == 404)
            #expect(try await server.ask("GET", "\(nobody)/associated_public_ids").status == 404)
            #expect(try await server.ask("PUT", "\(nobody)/\(sets)/\(none)").status == 404)
            #expect(try await server.ask("DELETE", "\(nobody)/\(sets)/\(none)").status == 204)
            #expect(try await server.ask("DELETE", "\(nobody)/\(sets)/nonsense").status == 204)
            for set in ["/irs/\(none)", "/irs/nonsense"] {
                #expect(try await server.ask("DELETE", set).status == 204)
                #expect(try await server.ask("GET", "\(set)/public_ids").status == 404)
                #expect(try await server.ask("GET", "\(set)/private_ids").status == 404)
                #expect(try await server.ask("POST", "\(set)/service_profiles").status == 404)
            }
        }
    }
}
