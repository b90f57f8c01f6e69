package import Subscribers

/// The digest that a client with the right password would send.
///
/// RFC 2617 3.2.2.1 to 3.2.2.3, for algorithm MD5 and `qop` auth or none.
package enum DigestResponse {
    /// - Parameters:
    ///   - ha1: H(A1), as stored for the subscriber.
    ///   - uri: the digest URI of the credentials, unquoted.
    ///   - nonceCount: `nc` as written; empty for a client without `qop`, as is `cnonce`.
    ///   - hash: working space, kept between calls.
    /// - Cost: two MD5.
    package static func expected(
        ha1: DigestHash, method: Span<UInt8>, uri: Span<UInt8>, nonce: Span<UInt8>,
        nonceCount: Span<UInt8>, cnonce: Span<UInt8>, using hash: inout ColonHash
    ) -> DigestHash {
        hash.start(method)
        hash.appendColon(then: uri)
        let ha2 = hash.value()
        hash.start(hex: ha1)
        hash.appendColon(then: nonce)
        if !nonceCount.isEmpty {
            hash.appendColon(then: nonceCount)
            hash.appendColon(then: cnonce)
            hash.appendColon(then: "auth")
        }
        hash.appendColon(thenHex: ha2)
        return hash.value()
    }
}
