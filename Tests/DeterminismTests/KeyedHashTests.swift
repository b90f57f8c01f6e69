import Determinism
import Testing

/// SipHash-2-4 with 128 bits against the published vectors: key 00 01 … 0f, input 00 01 02 … of
/// each length.
struct KeyedHashTests {
    private static let key = KeyedHash.Key(k0: 0x0706_0504_0302_0100, k1: 0x0f0e_0d0c_0b0a_0908)

    @Test(arguments: [
        (0, "a3817f04ba25a8e66df67214c7550293"), (1, "da87c1d86b99af44347659119b22fc45"),
        (2, "8177228da4a45dc7fca38bdef60affe4"), (3, "9c70b60c5267a94e5f33b6b02985ed51"),
        (7, "a1f1ebbed8dbc153c0b84aa61ff08239"), (8, "3b62a9ba6258f5610f83e264f31497b4"),
        (15, "5493e99933b0a8117e08ec0f97cfc3d9"), (16, "6ee2a4ca67b054bbfd3315bf85230577"),
        (63, "5150d1772f50834a503e069a973fbd7c"),
    ])
    func `The hash of a published input is the published one`(length: UInt8, expected: String) {
        var hash = KeyedHash(Self.key)
        hash.combine(Array(0..<length).span)
        #expect(Self.text(hash.finalize()) == expected)
    }

    @Test func `Pieces and whole are the same, numbers are their octets from the lowest`() {
        var whole = KeyedHash(Self.key)
        whole.combine(Array(0..<16 as Range<UInt8>).span)
        var pieces = KeyedHash(Self.key)
        pieces.combine(0x0706_0504_0302_0100 as UInt64)
        pieces.combine(8 as UInt8)
        pieces.combine(Array(9..<16 as Range<UInt8>).span)
        #expect(whole.finalize() == pieces.finalize())
    }

    @Test func `Letters in whatever case are one where that is asked`() {
        func hash(_ text: String) -> UInt128 {
            var hash = KeyedHash(Self.key)
            hash.combine(ignoringCase: Array(text.utf8).span)
            return hash.finalize()
        }
        #expect(hash("Example.COM") == hash("eXAMPLE.com"))
        #expect(hash("example.com") != hash("example.org"))
        #expect(hash("[") != hash("{"), "only letters have a case")
    }

    @Test func `Another key is another hash`() {
        let other = KeyedHash(KeyedHash.Key(k0: Self.key.k0 ^ 1, k1: Self.key.k1))
        #expect(other.finalize() != KeyedHash(Self.key).finalize())
    }

    /// The sixteen octets as published, lowest first.
    private static func text(_ hash: UInt128) -> String {
        (0..<16).map { place in
            let octet = UInt8(truncatingIfNeeded: hash >> (8 * place))
            return (octet < 16 ? "0" : "") + String(octet, radix: 16)
        }.joined()
    }
}
