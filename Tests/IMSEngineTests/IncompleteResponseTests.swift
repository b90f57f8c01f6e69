import Determinism
import SIPTestKit
import Testing

/// Phones that answer a call with the Vias of the CANCEL, or with nobody's: RFC 3261 16.7 step 3.
struct IncompleteResponseTests {
    @Test(arguments: [(486, 486), (487, 487), (603, 603), (200, 502)])
    func `A final response with our Via alone ends the call for the caller too`(
        answered: Int, seen: Int
    ) throws {
        let (bench, ringing) = try ringing()
        let answer = try #require(
            bench.deliver(withoutTrunk(answered, to: ringing), from: MainPathTests.phone).response(
                seen))
        #expect(answer.all("Via").count == 1)
        bench.pass(.seconds(64))
        #expect(bench.load.serverTransactions == 0)
    }

    @Test func `A provisional response with our Via alone goes nowhere`() throws {
        let (bench, ringing) = try ringing()
        let sent = bench.deliver(withoutTrunk(180, to: ringing), from: MainPathTests.phone)
        #expect(sent.statuses == [])
    }

    private func ringing() throws -> (EngineBench, MessageView) {
        let bench = EngineBench()
        bench.register(MainPathTests.number, at: MainPathTests.phone)
        let invite = RequestText.invite(
            "sip:\(MainPathTests.number)@example.com", from: MainPathTests.trunk)
        return (
            bench, try #require(bench.deliver(invite, from: MainPathTests.trunk).request("INVITE"))
        )
    }

    private func withoutTrunk(_ status: Int, to ringing: MessageView) -> String {
        let vias = ringing.all("Via")
        return ResponseText(status, to: ringing).text
            .replacing("Via: \(vias[vias.count - 1])\r\n", with: "")
    }
}
