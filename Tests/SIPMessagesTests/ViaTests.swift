import NetworkAddresses
import SIPMessages
import Testing

@Suite("Via values")
struct ViaTests {
    private func parse(_ text: String) throws(Fault) -> Via {
        let bytes = Array(text.utf8)
        return try Via.parse(bytes.span, text.whole)
    }

    @Test("A Via falls into its parts")
    func parts() throws {
        let text = "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK-x.1;rport;received=192.0.2.9;other=1"
        let bytes = Array(text.utf8)
        let cut = { (range: ByteRange?) in
            range.map { String(decoding: bytes[$0.range], as: UTF8.self) }
        }
        let via = try parse(text)
        #expect(cut(via.transport) == "UDP")
        #expect(cut(via.host) == "192.0.2.1")
        #expect(via.port == 5062)
        #expect(cut(via.branch) == "z9hG4bK-x.1")
        #expect(via.rport == .requested)
        #expect(cut(via.received) == "192.0.2.9")
        #expect(cut(via.parameters) == ";branch=z9hG4bK-x.1;rport;received=192.0.2.9;other=1")
        #expect(via.whole == text.whole)
        let address = via.hostAddress(in: bytes.span)
        #expect(address == IPAddress("192.0.2.1"))
    }

    @Test(
        "White space and folds may stand between the parts",
        arguments: [
            "SIP / 2.0 / TCP  h : 5060 ; branch = z9hG4bK1 ; rport = 7",
            " SIP/2.0/TCP h:5060;branch=z9hG4bK1;rport=7 ",
            "sip\r\n /2.0/\r\n\tTCP\r\n h:5060\r\n ;branch=z9hG4bK1;RPORT=7",
        ])
    func spacing(text: String) throws {
        let bytes = Array(text.utf8)
        let via = try parse(text)
        #expect(String(decoding: bytes[via.host.range], as: UTF8.self) == "h")
        #expect(via.port == 5060)
        #expect(via.rport == .value(7))
        let hasMagicCookie = via.hasMagicCookie(in: bytes.span)
        #expect(hasMagicCookie)
    }

    @Test("The magic cookie counts only with something behind it")
    func cookie() throws {
        let cases: [(String, Bool)] = [
            ("SIP/2.0/UDP h", false), ("SIP/2.0/UDP h;branch=1", false),
            ("SIP/2.0/UDP [2001:db8::1]:1;branch=z9hG4bK1", true),
            ("SIP/2.0/UDP h;branch=Z9HG4BK1", true),
        ]
        for (text, expected) in cases {
            let bytes = Array(text.utf8)
            let hasMagicCookie = try parse(text).hasMagicCookie(in: bytes.span)
            #expect(hasMagicCookie == expected, "\(text)")
        }
    }

    @Test(
        "Bad Vias are refused",
        arguments: [
            "", "SIP/2.0/UDP", "SIP/2.0/UDP ", "SIP/2.0 UDP h", "SIP/3.0/UDP h", "HTTP/2.0/UDP h",
            "SIP/2.0/ h", "h",
            "SIP/2.0/UDPh;branch=1", "SIP/2.0/UDP h:", "SIP/2.0/UDP h:x", "SIP/2.0/UDP h:99999",
            "SIP/2.0/UDP h:0",
            "SIP/2.0/UDP h;", "SIP/2.0/UDP h;;branch=1", "SIP/2.0/UDP h;branch",
            "SIP/2.0/UDP h;branch=",
            "SIP/2.0/UDP h;branch=\"z9hG4bK1\"", "SIP/2.0/UDP h;branch=z9hG4bK",
            "SIP/2.0/UDP h;branch=1;branch=2",
            "SIP/2.0/UDP h;rport=x", "SIP/2.0/UDP h;rport=0", "SIP/2.0/UDP h;rport=65536",
            "SIP/2.0/UDP h;rport;rport",
            "SIP/2.0/UDP h h", "SIP/2.0/UDP [::1", "SIP/2.0/UDP ;branch=1",
            "SIP/2.0/UDP h,SIP/2.0/UDP i",
            "SIP/2.0/UDP a@h", "SIP/2.0/UDP <h>",
        ])
    func bad(text: String) {
        #expect(throws: Fault.self) { try parse(text) }
    }
}
