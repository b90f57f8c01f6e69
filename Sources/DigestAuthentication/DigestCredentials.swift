package import Subscribers

/// What a client offers to prove who it is: the Digest parameters of one Authorization header.
///
/// RFC 2617 3.2.2, RFC 3261 22.4. The values are owned (one allocation), unescaped and without
/// quotes, so the credentials outlive the message while a look-up is under way.
package struct DigestCredentials: Hashable, Sendable {
    /// A value within `text`; `present` tells an empty value from none.
    struct Piece: Hashable, Sendable {
        var start: UInt16 = 0
        var end: UInt16 = 0
        var present = false
    }

    var text: [UInt8] = []
    var pieces = Pieces()

    /// Where each known parameter's value lies.
    struct Pieces: Hashable, Sendable {
        var username = Piece()
        var realm = Piece()
        var nonce = Piece()
        var uri = Piece()
        var cnonce = Piece()
        var opaque = Piece()
        var nonceCount = Piece()
    }

    /// The digest that the client computed.
    package internal(set) var response = DigestHash(high: 0, low: 0)
    /// True for `qop=auth`; false where the client named no quality of protection (RFC 2069 style).
    package internal(set) var hasQualityOfProtection = false
    /// The nonce count as a number; nil without `qop`.
    package internal(set) var nonceCount: UInt32?

    init() {}

    package var username: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.username) } }
    package var realm: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.realm) } }
    package var nonce: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.nonce) } }
    /// The digest URI as the client wrote it; proxies may have changed the Request-URI since (RFC
    /// 3261 22.4).
    package var uri: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.uri) } }
    /// Empty without `qop`.
    package var cnonce: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.cnonce) } }
    /// The nonce count as written: its digits' case counts in the digest.
    package var nonceCountText: Span<UInt8> {
        @_lifetime(borrow self) get { text(pieces.nonceCount) }
    }
    /// Empty where the client sent none.
    package var opaque: Span<UInt8> { @_lifetime(borrow self) get { text(pieces.opaque) } }

    @_lifetime(borrow self)
    private func text(_ piece: Piece) -> Span<UInt8> {
        text.span.extracting(Int(piece.start)..<Int(piece.end))
    }
}
