import SIPMessages
import Testing

@Suite("Header values")
struct HeaderValueTests {
    private func values(_ message: SIPMessage, _ name: HeaderName) -> [String?] {
        var found: [String?] = []
        var values = message.values(name)
        while let value = values.next() { found.append(message.text(value.range)) }
        return found
    }

    @Test("Values are listed across lines, and commas in quotes and brackets separate nothing")
    func splitting() throws {
        let message = try wellFormed(
            invite(
                #"Route: <sip:a,b@h;lr> , "x,\"<y" <sip:c@h>"#, "User-Agent: x",
                "Route:\n <sip:d@h>\n ,<sip:e@h>",
                "ROUTE: <sip:f@h>;p=\",\""))
        #expect(
            values(message, .route) == [
                "<sip:a,b@h;lr>", #""x,\"<y" <sip:c@h>"#, "<sip:d@h>", "<sip:e@h>",
                "<sip:f@h>;p=\",\"",
            ])
        #expect(values(message, .via).count == 2)
        #expect(values(message, .path).isEmpty)
    }

    @Test("Empty values are there to be refused")
    func empty() throws {
        let message = try wellFormed(invite("Route: <sip:a@h>,,", "Supported:"))
        #expect(values(message, .route) == ["<sip:a@h>", "", ""])
        #expect(values(message, .supported) == [""])
    }

    @Test("A value knows its line")
    func lines() throws {
        let message = try wellFormed(invite("Route: <sip:a@h>", "Route: <sip:b@h>, <sip:c@h>"))
        var values = message.values(.route)
        var indices: [Int] = []
        while let value = values.next() { indices.append(value.fieldIndex) }
        #expect(indices == [7, 8, 8])
        #expect(message.fields[8].name == .route)
    }

    @Test("Option tags are found in any case")
    func optionTags() throws {
        let message = try wellFormed(invite("Supported: 100rel, Path", "k: gruu", "Require: timer"))
        #expect(message.lists("path", in: .supported))
        #expect(message.lists("gruu", in: .supported))
        #expect(!message.lists("gru", in: .supported))
        #expect(!message.lists("timer", in: .supported))
        #expect(message.lists("timer", in: .require))
    }

    @Test("Expires is a number below 2^32, or as good as absent")
    func expires() throws {
        for (line, expected) in [
            ("Expires: 3600", 3600), ("Expires: 0", 0), ("Expires: 4294967295", 4_294_967_295),
            ("Expires: 4294967296", nil), ("Expires: soon", nil), ("Expires: -1", nil),
            ("Expires:", nil),
            ("Min-Expires: 60", nil),
        ] as [(String, UInt32?)] {
            #expect(try wellFormed(invite(line)).expires == expected, "\(line)")
        }
        #expect(try wellFormed(invite("Min-Expires: 60")).minExpires == 60)
        #expect(try wellFormed(invite()).contentLength == 0)
    }

    @Test("Contacts come with preference and expiry")
    func contacts() throws {
        let message = try wellFormed(
            invite(
                "Contact: <sip:a@h>;q=0.25;expires=60, \"x\" <sip:b@h>;q=1.000",
                "m: sip:c@h;expires=never"))
        var contacts = message.contacts
        var found: [String] = []
        while case .address(let contact) = try contacts.next() {
            found.append(
                [
                    message.text(contact.address.uri.whole) ?? "", "\(contact.q ?? 9999)",
                    "\(contact.expires ?? 9999)",
                ].joined(separator: " ")
            )
        }
        #expect(found == ["sip:a@h 250 60", "sip:b@h 1000 9999", "sip:c@h 9999 9999"])
    }

    @Test("A star stands alone")
    func star() throws {
        var contacts = try wellFormed(invite("Contact: *")).contacts
        guard case .star = try contacts.next() else {
            Issue.record("no star")
            return
        }
        #expect(try contacts.next() == nil)
        for lines in [
            ["Contact: *, *"], ["Contact: *", "Contact: <sip:a@h>"], ["Contact: <sip:a@h>, *"],
            ["Contact: *;q=1"],
        ] {
            let text = invite(lines.joined(separator: "\n"))
            let message = try wellFormed(text)
            #expect(throws: Fault.self, "\(lines)") { try Envelope.read(message) }
        }
    }

    @Test("A preference has at most three decimals and is at most one")
    func qvalues() {
        let cases: [(String, UInt16?)] = [
            ("0", 0), ("1", 1000), ("0.", 0), ("1.", 1000), ("0.5", 500), ("0.125", 125),
            ("1.000", 1000), ("1.001", nil),
            ("2", nil), ("", nil), (".5", nil), ("0.1234", nil), ("0.x", nil), ("00", nil),
            ("-1", nil),
        ]
        for (text, expected) in cases {
            let value = Array(text.utf8).span.qvalue(text.whole)
            #expect(value == expected, "\(text)")
        }
    }

    @Test("Numbers are digits alone and know their limit")
    func numbers() {
        let cases: [(String, UInt32, UInt32?)] = [
            ("0", 0, 0), ("0068", 255, 68), ("256", 255, nil), ("4294967295", .max, .max),
            ("4294967296", .max, nil),
            ("99999999999999999999999999", .max, nil), ("00000000000000000000000000001", .max, 1),
            ("", .max, nil),
            ("+1", .max, nil), ("1 ", .max, nil), ("1a", .max, nil),
        ]
        for (text, max, expected) in cases {
            let value = Array(text.utf8).span.number(text.whole, max: max)
            #expect(value == expected, "\(text)")
        }
    }
}
