import NetworkAddresses
import Testing

/// Networks in CIDR form.
struct IPPrefixTests {
    @Test(arguments: [
        ("192.0.2.0", 24, "192.0.2.255", true), ("192.0.2.0", 24, "192.0.3.0", false),
        ("192.0.2.7", 32, "192.0.2.7", true), ("192.0.2.7", 32, "192.0.2.8", false),
        ("0.0.0.0", 0, "8.8.8.8", true), ("0.0.0.0", 0, "2001:db8::1", false),
        ("2001:db8::", 32, "2001:db8:ffff::1", true), ("2001:db8::", 32, "2001:db9::", false),
        ("192.0.2.0", 24, "::ffff:192.0.2.9", true), ("::", 0, "192.0.2.1", true),
        ("10.128.0.0", 9, "10.127.0.1", false),
    ])
    func `A network contains what shares its leading bits`(
        address: String, length: Int, other: String, isInside: Bool
    ) throws {
        let prefix = try #require(IPPrefix(IPAddress(address)!, length: length))
        #expect(prefix.contains(IPAddress(other)!) == isInside)
    }

    @Test(arguments: [("192.0.2.0", 33), ("192.0.2.0", -1), ("::1", 129), ("::1", -1)])
    func `A length that the family does not have makes no network`(address: String, length: Int) {
        #expect(IPPrefix(IPAddress(address)!, length: length) == nil)
    }

    @Test func `Host bits are cleared, so two spellings of a network are equal`() {
        #expect(
            IPPrefix(IPAddress("192.0.2.77")!, length: 24)
                == IPPrefix(IPAddress("192.0.2.0")!, length: 24))
        #expect(IPPrefix(IPAddress("192.0.2.77")!, length: 24)?.description == "192.0.2.0/24")
    }

    @Test func `A host is a network of one, written without its length`() {
        let host = IPPrefix(host: IPAddress("2001:db8::1")!)
        #expect(host.isHost && host.description == "2001:db8::1")
        #expect(IPPrefix(IPAddress("192.0.2.1")!, length: 32)?.isHost == true)
    }
}
