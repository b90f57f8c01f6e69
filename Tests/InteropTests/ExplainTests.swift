import Foundation
import Testing

/// What the node would do, said without doing it.
@Suite("An explanation", .takingTurns)
struct ExplainTests {
    private struct Explained: Decodable {
        struct Diagnosis: Decodable {
            var sentence: String
            var remedy: String?
        }
        var diagnosis: Diagnosis
    }

    private func explain(
        _ words: [String], of node: ClearwaterProcess, input: String = ""
    ) async throws -> Explained.Diagnosis {
        let text = try await node.succeeding(["explain", "--json"] + words, input: input)
        // Behind what is said to the person at the terminal.
        let json = text.drop { $0 != "{" }
        return try JSONDecoder().decode(Explained.self, from: Data(json.utf8)).diagnosis
    }

    private func invite(from address: String, to user: String) -> String {
        """
        INVITE sip:\(user)@ims.test SIP/2.0
        Via: SIP/2.0/UDP \(address):5060;branch=z9hG4bKexplained
        Max-Forwards: 70
        From: <sip:+15552000000@\(address)>;tag=1
        To: <sip:\(user)@ims.test>
        Call-ID: explained@\(address)
        CSeq: 1 INVITE
        Contact: <sip:+15552000000@\(address)>
        Content-Length: 0
        """
    }

    @Test("of a call names the phone that it would ring, and rings nothing")
    func rings() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        let message = invite(from: node.block.trunk, to: ClearwaterProcess.number)
        let said = try await explain(["-"], of: node, input: message)
        #expect(said.sentence.contains("sent on to \(node.block.phone):"), "\(said)")
        #expect(!phone.trace.received.contains { $0.hasPrefix("INVITE") })
        #expect(try await node.tracedCalls(["--kind", "call"]).isEmpty)
        // The call itself is none the worse for it.
        await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test("of a refused call says why, and what it would be if its source were trusted")
    func refused() async throws {
        let node = try await ClearwaterProcess.running()
        let stranger = try RawPeer(at: node.block.stranger, of: node)
        #expect(try await stranger.ask("INVITE").status == 403)
        let call = try #require(try await node.tracedCalls(["--kind", "call"]).first)
        let said = try await explain([call.id], of: node)
        #expect(said.sentence.contains("403 Forbidden, to \(node.block.stranger):"), "\(said)")
        #expect(said.remedy?.contains("clearwater trunk add NAME \(node.block.stranger)") == true)
        let trusted = try await explain(["--if-trusted", call.callID], of: node)
        #expect(trusted.sentence.contains("480 Temporarily Unavailable"), "\(trusted)")
        // As if, and no more.
        #expect(try await stranger.ask("INVITE").status == 403)
    }

    @Test("takes the source that it is told, and every decision is printed")
    func from() async throws {
        let node = try await ClearwaterProcess.running()
        let file = node.file("invite.txt")
        try Data(invite(from: "192.0.2.99", to: "+15559999999").utf8).write(to: file)
        let text = try await node.succeeding(["explain", file.path, "--from", node.block.trunk])
        for words in [
            "mended: Its lines ended in LF", "mended: The blank line", "nothing was sent",
            "404 Not Found, to \(node.block.trunk):5060 over UDP", "trunk trusted_peers",
            "+15559999999 is 15559999999", "There is no subscriber 15559999999",
        ] {
            #expect(text.contains(words), "\(words) is not in\n\(text)")
        }
    }

    @Test("of a registration stores nothing")
    func registration() async throws {
        let node = try await ClearwaterProcess.running()
        let phone = try await SIPpRun.phone("answer", of: node)
        let calls = try await node.tracedCalls(["--kind", "registration"])
        let said = try await explain([try #require(calls.first).id], of: node)
        #expect(said.sentence.contains("401 Unauthorized"), "\(said)")
        await (try SIPpRun.trunk("call", of: node)).expectSuccess(log: node)
        await phone.expectSuccess()
    }

    @Test(
        "that cannot be given says what to do",
        arguments: [
            (["no-such-call"], "clearwater calls"), (["/no/such/file"], "there is no file"),
            (["-", "--from", "nowhere"], "is no address"), (["-", "--transport", "sctp"], "udp or tcp"),
            (["-", "--from", "2001:db8::1"], "no IPv6 address"),
        ])
    func impossible(words: [String], remedy: String) async throws {
        let node = try await ClearwaterProcess.running()
        let (ending, text) = try await node.command(
            ["explain"] + words, input: invite(from: "192.0.2.1", to: "1"))
        #expect(ending == .exited(1) && text.contains(remedy), "\(text)")
    }

    @Test("of what names no address asks for one")
    func withoutAddress() async throws {
        let node = try await ClearwaterProcess.running()
        let (ending, text) = try await node.command(
            ["explain", "-"], input: invite(from: "sbc.example.com", to: "1"))
        #expect(ending == .exited(1) && text.contains("--from ADDRESS"), "\(text)")
    }
}
