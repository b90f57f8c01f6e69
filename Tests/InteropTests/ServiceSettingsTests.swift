import Foundation
import Testing

/// curl in the place of a phone's Ut client: XCAP with the phone's own password, by digest.
@Suite("A subscriber's service settings", .takingTurns)
struct ServiceSettingsTests {
    private let document = """
        <simservs xmlns="http://uri.etsi.org/ngn/params/xml/simservs/xcap" \
        xmlns:cp="urn:ietf:params:xml:ns:common-policy"><communication-diversion active="true">\
        <NoReplyTimer>20</NoReplyTimer><cp:ruleset/></communication-diversion></simservs>
        """

    @Test("are read and written by curl with the phone's password, whole and node by node")
    func curl() async throws {
        let node = try await ClearwaterProcess.running()
        try await eventually("homer in the log", context: { node.written }) {
            node.written.contains("serving homer") ? () : nil
        }
        let user = "sip:\(ClearwaterProcess.number)@ims.test"
        let own = "http://\(node.block.node):7888/simservs.ngn.etsi.org/users/\(user)/simservs.xml"
        let type = { (name: String) in ["--header", "Content-Type: application/\(name)"] }
        let timer = own + "/~~/simservs/communication-diversion/NoReplyTimer"
        let active = own + "/~~/simservs/communication-diversion/@active"
        let rule = """
            \(own)/~~/simservs/communication-diversion/cp:ruleset/cp:rule%5B@id=%22cfu%22%5D?\
            xmlns(cp=urn:ietf:params:xml:ns:common-policy)
            """
        let content = """
            <cp:rule id="cfu"><cp:conditions/><cp:actions><forward-to><target>tel:+15552000000\
            </target></forward-to></cp:actions></cp:rule>
            """

        #expect(try await ask(["--request", "PUT", "--data", document, own]).status == 200)
        #expect(try await ask([timer]).body.contains(">20<"))
        let put = ["--request", "PUT", "--globoff"]
        #expect(
            try await ask(put + type("xcap-att+xml") + ["--data", "false", active]).status == 200)
        #expect(try await ask([active]).body == "false")
        let made = try await ask(put + type("xcap-el+xml") + ["--data", content, rule])
        #expect(made.status == 201, "\(made)")
        #expect(try await ask(["--globoff", rule]).body.contains("+15552000000"))
        let refused = try await ask(
            put + type("xcap-el+xml") + ["--data", "<NoReplyTimer>1</NoReplyTimer>", timer])
        #expect(refused.status == 409 && refused.body.contains("schema-validation-error"))
        #expect(try await ask(["--request", "DELETE", "--globoff", rule]).status == 200)

        let wrong = try await ask([own], user: "\(ClearwaterProcess.number):wrong")
        #expect(wrong.status == 401)
        let other = own.replacingOccurrences(of: "+15551000000", with: "+15551000001")
        #expect(try await ask([other]).status == 403)
    }

    private func ask(
        _ arguments: [String], user: String? = nil
    ) async throws -> (status: Int, body: String) {
        let scratch = try ScratchDirectory()
        let output = scratch.path("answer")
        let user = user ?? "\(ClearwaterProcess.number):\(ClearwaterProcess.password)"
        let curl = try ChildProcess.start(
            [
                "curl", "--silent", "--max-time", "20", "--digest", "--user", user, "--write-out",
                "\n%{http_code}",
            ] + arguments, output: output)
        #expect(await curl.ending() == .exited(0))
        let text = try String(contentsOf: output, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return (Int(lines.last ?? "") ?? 0, lines.dropLast().joined(separator: "\n"))
    }
}
