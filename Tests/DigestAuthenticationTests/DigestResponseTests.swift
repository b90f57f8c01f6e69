import DigestAuthentication
import Subscribers
import Testing

@Suite struct DigestResponseTests {
    @Test("The example of RFC 2617 3.5 gives its digest")
    func rfc2617() {
        let response = respond(
            ha1: DigestHash(
                username: "Mufasa", realm: "testrealm@host.com", password: "Circle Of Life"),
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093", nc: "00000001", cnonce: "0a4f113b")
        #expect(response == DigestHash(high: 0x6629_fae4_9393_a053, low: 0x9745_0978_507c_4ef1))
    }

    @Test("The MD5 example of RFC 7616 3.9.1 gives its digest")
    func rfc7616() {
        let response = respond(
            ha1: DigestHash(
                username: "Mufasa", realm: "http-auth@example.org", password: "Circle of Life"),
            nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc: "00000001",
            cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
        #expect(response == DigestHash(high: 0x8ca5_23f5_e950_6fed, low: 0x4657_c970_0eeb_dbec))
    }

    @Test("The example of RFC 2069, as corrected by its erratum, gives its digest")
    func rfc2069() {
        let response = respond(
            ha1: DigestHash(
                username: "Mufasa", realm: "testrealm@host.com", password: "CircleOfLife"),
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093", nc: "", cnonce: "")
        #expect(response == DigestHash(high: 0x1949_3237_46fe_6a43, low: 0xef61_f960_6e7f_ebea))
    }

    @Test("A hash differs from another in any bit")
    func constantTimeEquality() {
        let hash = DigestHash(high: 1, low: 2)
        #expect(hash.equalsInConstantTime(DigestHash(high: 1, low: 2)))
        for bit in 0..<64 {
            #expect(!hash.equalsInConstantTime(DigestHash(high: 1 ^ 1 << UInt64(bit), low: 2)))
            #expect(!hash.equalsInConstantTime(DigestHash(high: 1, low: 2 ^ 1 << UInt64(bit))))
        }
    }

    private func respond(ha1: DigestHash, nonce: String, nc: String, cnonce: String) -> DigestHash {
        var hash = ColonHash()
        return DigestResponse.expected(
            ha1: ha1, method: Array("GET".utf8).span, uri: Array("/dir/index.html".utf8).span,
            nonce: Array(nonce.utf8).span, nonceCount: Array(nc.utf8).span,
            cnonce: Array(cnonce.utf8).span,
            using: &hash)
    }
}
