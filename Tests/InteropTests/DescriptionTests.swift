import Foundation
import NetworkAddresses
import Testing

/// schemathesis reads what a node says of its interfaces and makes up requests, right and wrong.
///
/// `SCHEMATHESIS_EXAMPLES` in the environment is how many random ones each operation gets.
@Suite("The interfaces keep to their description", .serialized)
struct DescriptionTests {
    static let examples = ProcessInfo.processInfo.environment["SCHEMATHESIS_EXAMPLES"] ?? "15"

    @Test("homestead-prov")
    func homesteadProvisioning() async throws {
        let node = try await ClearwaterProcess.webNode()
        let place = node.homesteadProvisioning
        // What the examples of the description name.
        let uri = "sip:6505550000@example.com"
        #expect(try await node.ask("POST", "/irs", at: place).status == 201)
        let profile = try await node.ask(
            "POST", "/irs/00000001-0000-8000-8000-000000000001/service_profiles", at: place
        ).header("Location")
        #expect(
            try await node.ask(
                "PUT", "\(profile ?? "")/public_ids/\(uri)", at: place,
                "<PublicIdentity><Identity>\(uri)</Identity></PublicIdentity>"
            ).status == 200)
        try await play(node, at: place, "homestead-prov")
    }

    @Test("Ellis")
    func ellis() async throws {
        let node = try await ClearwaterProcess.webNode("smtp_smarthost=\(LoopbackBlock().node):9\n")
        let account = #"{"email":"kermit@example.com","password":"rainbow","full_name":"Kermit"}"#
        let signUp = account.dropLast() + #","signup_code":"letmein"}"#
        #expect(
            try await node.ask("POST", "/accounts", at: node.ellis, String(signUp)).status == 201)
        #expect(
            try await node.ask(
                "POST", "/accounts/kermit@example.com/numbers/sip:6505550000@example.com",
                at: node.ellis
            ).status == 200)
        try await play(node, at: node.ellis, "ellis")
    }

    @Test("homer")
    func homer() async throws {
        let node = try await ClearwaterProcess.webNode()
        let account =
            "{\"email\":\"kermit@example.com\",\"password\":\"rainbow\","
            + "\"full_name\":\"Kermit\",\"signup_code\":\"letmein\"}"
        #expect(try await node.ask("POST", "/accounts", at: node.ellis, account).status == 201)
        #expect(
            try await node.ask(
                "POST", "/accounts/kermit@example.com/numbers/sip:6505550000@example.com",
                at: node.ellis
            ).status == 200)
        try await play(node, at: node.homer, "homer")
    }

    private func play(_ node: ClearwaterProcess, at place: SocketEndpoint, _ tag: String)
        async throws
    {
        let (ending, written) = try await node.run(
            [
                Project.interop("schemathesis/run"), "http://\(place)", tag, Self.examples,
                "NGV-API-Key: \(ClearwaterProcess.apiKey)",
            ], within: .seconds(7200))
        #expect(ending == .exited(0), "\(written)")
        #expect(written.contains(" passed"), "\(written)")
        let summary = written.split(separator: "\n").filter { $0.contains("generated") }
        print("\(tag): \(summary.joined())")
    }
}
