import NetworkAddresses
import Testing

/// Addresses as text and as numbers.
struct IPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"),
        ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("[2001:db8::1]", "2001:db8::1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("1:0:0:2:0:0:0:3", "1:0:0:2::3"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("fe80::", "fe80::"),
    ])
    func `A literal is read and written in its canonical form`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.00", "1..2.3", "1.2.3.4 ",
        " 1.2.3.4", "1.2.3.-4",
        "a.b.c.d", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
        "12345::", "g::",
        "[::1", "::1]", "[]", "[1.2.3.4]", "fe80::1%eth0", "::1.2.3", "1.2.3.4::", "localhost",
        "1:2:3:4:5:6:7:1.2.3.4",
    ])
    func `What is no literal is not read`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `An IPv4 address equals its IPv4-mapped form`() {
        #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
        #expect(IPAddress("::ffff:c000:201") == IPAddress(v4: 0xC000_0201))
        #expect(IPAddress("::192.0.2.1") != IPAddress("192.0.2.1"))
    }

    @Test func `Loopback and unspecified are known in both families`() {
        for text in ["127.0.0.1", "127.255.0.3", "::1"] {
            #expect(IPAddress(text)?.isLoopback == true)
        }
        for text in ["128.0.0.1", "::2", "0.0.0.0"] {
            #expect(IPAddress(text)?.isLoopback == false)
        }
        for text in ["0.0.0.0", "::"] { #expect(IPAddress(text)?.isUnspecified == true) }
    }

    @Test func `Every IPv4 number comes back from its text`() {
        var number: UInt32 = 0
        for _ in 0..<5000 {
            number = number &* 1_664_525 &+ 1_013_904_223
            let address = IPAddress(v4: number)
            #expect(IPAddress(address.description) == address)
            #expect(address.v4 == number)
        }
    }

    @Test func `Every IPv6 number comes back from its text, whatever its zeros`() {
        var number: UInt128 = 1
        for round in 0..<5000 {
            number = number &* 0x5851_F42D_4C95_7F2D_1405_7B7E_F767_814F &+ 99
            let zeros =
                UInt128(0xFFFF) << (16 * UInt128(round % 8)) | UInt128(0xFFFF_FFFF)
                << (16 * UInt128(round / 8 % 7))
            let address = IPAddress(bits: number & ~zeros)
            #expect(IPAddress(address.description) == address)
        }
    }

    @Test func `An endpoint is written with brackets around IPv6`() {
        #expect(SocketEndpoint(IPAddress("2001:db8::1")!, 5060).description == "[2001:db8::1]:5060")
        #expect(SocketEndpoint(IPAddress("192.0.2.1")!, 5060).description == "192.0.2.1:5060")
    }
}
