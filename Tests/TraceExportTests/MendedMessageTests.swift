import Testing
import TraceExport

@Suite struct MendedMessageTests {
    private func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }

    @Test func `A message as on the wire stays as it is, octet for octet`() {
        for message in [Calls.invite(body: "v=0\r\n"), Calls.invite(body: "a\nb\n\n\u{0}")] {
            let mended = MendedMessage(message)
            #expect(mended.octets == message && mended.notes == [])
        }
    }

    @Test func `Lines that end in LF end in CRLF, and the body is counted anew`() {
        let message = Calls.invite(body: "v=0\r\ns=-\r\n")
        let saved = text(message).replacing("\r\n", with: "\n")
            .replacing("Content-Length: 10", with: "Content-Length: 8")
        let mended = MendedMessage(Array(saved.utf8))
        #expect(text(mended.octets) == text(message))
        #expect(mended.notes.count == 2 && mended.notes[1].contains("was 8 and is 10"))
    }

    @Test func `A body whose length was right already is not counted anew`() {
        let message = Calls.invite(body: "v=0\r\ns=-\r\n")
        let mended = MendedMessage(Array(text(message).replacing("\r\n", with: "\n").utf8))
        #expect(mended.octets == message && mended.notes.count == 1)
    }

    @Test(arguments: ["\r\n", "\n"])
    func `The blank line that ends the header is added where it is missing`(end: String) {
        let lines = ["OPTIONS sip:a SIP/2.0", "Call-ID: x"].joined(separator: end)
        for saved in [lines, lines + end] {
            let mended = MendedMessage(Array(saved.utf8))
            #expect(text(mended.octets) == "OPTIONS sip:a SIP/2.0\r\nCall-ID: x\r\n\r\n")
            #expect(mended.notes.last?.contains("blank line") == true)
        }
    }

    @Test func `What stands before the first line is taken away`() {
        let mended = MendedMessage([0xEF, 0xBB, 0xBF] + Array("\r\n \n".utf8) + Calls.invite())
        #expect(mended.octets == Calls.invite() && mended.notes.count == 2)
    }

    @Test func `Of nothing nothing is made`() {
        #expect(MendedMessage([]).octets == [])
        #expect(MendedMessage(Array("\n\n".utf8)).octets == [])
    }

    @Test func `A Content-Length that is wrong in itself is left for the engine to judge`() {
        let saved = text(Calls.invite(body: "v=0\r\n")).replacing(
            "Content-Length: 5", with: "Content-Length: 99")
        #expect(MendedMessage(Array(saved.utf8)).octets == Array(saved.utf8))
    }
}
