/// What transactions and proxies need of every message, read once and strictly.
///
/// RFC 3261 8.1.1: the six mandatory headers. Max-Forwards may be absent, as in RFC 2543.
package struct Envelope: Sendable {
    /// The request's method; of a response, the one in its CSeq.
    package var method: SIPMethod
    /// The Request-URI; nil in a response.
    package var requestURI: SIPURI?
    /// The top-most Via value.
    package var via: Via
    /// The Via values in all lines.
    package var viaCount: Int
    package var from: NameAddress
    package var to: NameAddress
    /// Without one the sender is of RFC 2543; see `read`.
    package var fromTag: ByteRange?
    package var toTag: ByteRange?
    package var callID: ByteRange
    package var cseq: UInt32
    package var cseqMethodBytes: ByteRange
    /// 0...255; nil if absent.
    package var maxForwards: Int?
}
