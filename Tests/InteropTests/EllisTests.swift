import Foundation
import NetworkAddresses
import Testing
import WebTestKit

/// A person's way by Ellis' API alone: an account, a number, a phone, a call.
@Suite("A number that Ellis' API made", .takingTurns)
struct EllisTests {
    private let account = "/accounts/alice@ims.test"

    @Test("registers a phone a moment later, is rung by the trunk, and loses its old password")
    func rung() async throws {
        let node = try ClearwaterProcess()
        try node.configure(
            "shared_config", "home_domain=ims.test\nsignup_key=letmein\nellis_api_key=the-key\n")
        try await node.start()
        try await eventually("Ellis in the log", context: { node.written }) {
            node.written.contains("serving ellis") ? () : nil
        }
        let made = try await ask(
            node, "POST",
            "/accounts?email=alice@ims.test&password=sesame1&full_name=Alice&signup_code=letmein")
        #expect(made.status == 201, "\(made)")
        let line = account + "/numbers/sip:\(ClearwaterProcess.number)@ims.test"
        let password = try await password(ask(node, "POST", line))
        let phone = try await registered("answer", password, of: node)
        let trunk = try SIPpRun.trunk("call", of: node)
        await trunk.expectSuccess(log: node)
        await phone.expectSuccess()

        let newPassword = try await self.password(ask(node, "POST", line + "/password"))
        #expect(try await registers(password, with: node) == false)
        #expect(try await registers(newPassword, with: node))

        let removed = try await ask(node, "DELETE", account)
        #expect(removed.status == 204, "\(removed)")
        #expect(try await registers(newPassword, with: node) == false)
    }

    private func registers(_ password: String, with node: ClearwaterProcess) async throws -> Bool {
        let phone = try SIPpRun(
            "phone/register", at: node.block.phone, of: node, password: password)
        let ending = await phone.ending()
        #expect(phone.log.contains("registered") == (ending == .exited(0)))
        return ending == .exited(0)
    }

    private func registered(_ scenario: String, _ password: String, of node: ClearwaterProcess)
        async throws -> SIPpRun
    {
        let phone = try SIPpRun(
            "phone/" + scenario, at: node.block.phone, of: node, password: password)
        try await phone.logged("registered")
        return phone
    }

    private func ask(_ node: ClearwaterProcess, _ method: String, _ path: String)
        async throws -> String
    {
        let address = try #require(IPAddress(node.block.node))
        return try await PlainClient.answer(
            method, path, at: SocketEndpoint(address, 8080), headers: ["NGV-API-Key: the-key"])
    }

    private func password(_ answer: String) throws -> String {
        let json = try JSONSerialization.jsonObject(with: Data(answer.answerBody.utf8))
        return try #require((json as? [String: Any])?["sip_password"] as? String, "\(answer)")
    }
}
