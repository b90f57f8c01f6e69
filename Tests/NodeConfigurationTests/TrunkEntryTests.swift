import NetworkAddresses
import NodeConfiguration
import Testing

@Suite("Entries of a trunk")
struct TrunkEntryTests {
    static let readable: [(written: String, canonical: String, port: UInt16?)] = [
        ("192.0.2.1", "192.0.2.1", nil),
        ("192.0.2.1/32", "192.0.2.1", nil),
        ("192.0.2.0/24", "192.0.2.0/24", nil),
        ("10.0.0.0/8", "10.0.0.0/8", nil),
        ("128.0.0.0/1", "128.0.0.0/1", nil),
        ("2001:DB8::1", "2001:db8::1", nil),
        ("[2001:db8::1]", "2001:db8::1", nil),
        ("2001:db8::/32", "2001:db8::/32", nil),
        ("2000::/3", "2000::/3", nil),
        ("::ffff:192.0.2.1", "192.0.2.1", nil),
        ("::ffff:192.0.2.0/120", "192.0.2.0/24", nil),
        ("192.0.2.1:5060", "192.0.2.1", 5060),
        ("[2001:db8::1]:5061", "2001:db8::1", 5061),
        ("192.0.2.1:0", "192.0.2.1", 0),
        ("sip.Example.com", "sip.example.com", nil),
        ("sip.example.com.", "sip.example.com", nil),
        ("sip.example.com:5060", "sip.example.com", 5060),
        ("localhost", "localhost", nil),
        ("3com.example", "3com.example", nil),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", nil),
    ]

    @Test("Addresses, networks and names are read", arguments: readable)
    func good(written: String, canonical: String, port: UInt16?) throws {
        let (entry, ignoredPort) = try TrunkEntry.read(written)
        #expect(entry.description == canonical)
        #expect(entry.text == written)
        #expect(ignoredPort == port)
    }

    private static let notAtAll = "is not an address, a network or a host name."
    static let refused: [(written: String, says: String)] = [
        ("192.0.2.300", "\(notAtAll) Write four numbers from 0 to 255"),
        ("192.0.2", "\(notAtAll) Write four numbers from 0 to 255"),
        ("192.0.2.01", "\(notAtAll) Write four numbers from 0 to 255"),
        ("192.0.2.1-192.0.2.9", "\(notAtAll) Write four numbers"),
        ("192.0.2.*", "\(notAtAll) Write a network with its length"),
        ("192.0.2.1 192.0.2.2", "\(notAtAll) Separate entries by commas."),
        ("192.0.2.1;192.0.2.2", "\(notAtAll) Separate entries by commas."),
        ("sip:192.0.2.1", "\(notAtAll) Write the host alone"),
        ("https://example.com/", "\(notAtAll) Write the host alone"),
        ("user@example.com", "\(notAtAll) Write the host alone"),
        ("fe80::1%eth0", "\(notAtAll) Write the address without its zone."),
        ("bücher.example", "\(notAtAll) Write an international name in its ASCII form"),
        ("under_score.example", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("-a.example", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("a..example", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("2001:db8:::1", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("[2001:db8::1", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("example.com/24", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("\"192.0.2.1\"", "\(notAtAll) Write an IPv4 or IPv6 address"),
        ("192.0.2.1:", "ends in something that is not a port. Write 192.0.2.1 alone"),
        ("192.0.2.1:65536", "ends in something that is not a port. Write 192.0.2.1 alone"),
        ("[2001:db8::1]:sip", "ends in something that is not a port. Write [2001:db8::1] alone"),
        (
            "192.0.2.7/24",
            "has bits set beyond its length. Write 192.0.2.0/24 for the network, or 192.0.2.7 for"
        ),
        ("2001:db8::1/64", "has bits set beyond its length. Write 2001:db8::/64 for the network"),
        (
            "192.0.2.0/33",
            "has no length from 1 to 32 after its \"/\". Write the number of leading bits"
        ),
        ("192.0.2.0/", "has no length from 1 to 32 after its \"/\"."),
        ("192.0.2.0/255.255.255.0", "has no length from 1 to 32 after its \"/\"."),
        ("192.0.2.0/+24", "has no length from 1 to 32 after its \"/\"."),
        ("192.0.2.0/24/24", "has no length from 1 to 32 after its \"/\"."),
        ("2001:db8::/129", "has no length from 1 to 128 after its \"/\"."),
        ("0.0.0.0/0", "would trust everyone. Name the networks"),
        ("::/0", "would trust everyone. Name the networks"),
        ("::ffff:0.0.0.0/96", "would trust everyone. Name the networks"),
        ("::/8", "would trust all of IPv4. Write a network within 2000::/3"),
        ("0.0.0.0", "is not an address that a packet can come from. Write the address"),
        ("::", "is not an address that a packet can come from. Write the address"),
        ("224.0.0.1:5060", "is not an address that a packet can come from. Write the address"),
        ("ff02::1/128", "is not an address that a packet can come from. Write the address"),
        ("255.255.255.255", "is not an address that a packet can come from. Write the address"),
        ("239.0.0.0/8", "is a multicast network"),
    ]

    @Test("Anything else is refused by name, with what to write instead", arguments: refused)
    func bad(written: String, says: String) throws {
        let fault = try #require(throws: TrunkEntryFault.self) { try TrunkEntry.read(written) }
        let text = "\(fault.what). \(fault.remedy)"
        #expect(text.contains(says))
        // The entry is shown as written, as far as one line can.
        #expect(text.contains("\"\(written)\""))
    }

    @Test(
        "What any text is read as, its canonical form is read as too",
        arguments: 1...4 as ClosedRange<UInt64>)
    func neverTraps(seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let alphabets = ["0123456789./:", "0123456789abcdef:/[]", "az09.-_:/%@ ", "1.:/[]\u{e9}"]
            .map { Array($0.utf8) }
        for round in 0..<5_000 {
            let bytes =
                round % 5 == 4
                ? generator.bytes(from: Array(0...255), upTo: 40)
                : generator.bytes(from: alphabets[round % 4], upTo: 24)
            let text = String(decoding: bytes, as: UTF8.self)
            guard let entry = try? TrunkEntry.read(text).entry else { continue }
            #expect((try? TrunkEntry.read(entry.description).entry.kind) == entry.kind)
        }
    }
}
