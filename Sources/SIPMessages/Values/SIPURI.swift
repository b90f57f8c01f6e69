package import NetworkAddresses

/// A URI as SIP uses it: where its parts are.
///
/// RFC 3261 19.1 for `sip` and `sips`, RFC 3966 for `tel`. Of `urn` and unknown schemes only the
/// whole is known.
package struct SIPURI: Sendable {
    package enum Scheme: UInt8, Sendable { case sip, sips, tel, urn, other }

    package var scheme: Scheme
    /// The user part as written, without password, escapes unresolved; for `tel` the number.
    package var user: ByteRange?
    package var password: ByteRange?
    /// As written, IPv6 in its brackets; empty but for `sip` and `sips`.
    package var host: ByteRange
    package var port: UInt16?
    /// From the first `;` to the end of the parameters; may be empty.
    package var parameters: ByteRange
    /// Behind the `?`; nil without one.
    package var headers: ByteRange?
    package var whole: ByteRange

    /// The longest URI that is read.
    package static let longest = 1024

    /// The host as an address; nil if it is a name.
    package func hostAddress(in span: Span<UInt8>) -> IPAddress? { span.address(host) }

    /// The parameter of that name.
    package func parameter(_ name: StaticString, in span: Span<UInt8>) -> ParameterMatch? {
        Parameters.find(name, in: span, parameters)
    }
}

extension Span<UInt8> {
    /// That part as an address, IPv6 in its brackets; nil for a host name, without trying long.
    package func address(_ range: ByteRange) -> IPAddress? {
        guard range.count > 1 else { return nil }
        let last = self[range.end - 1]
        guard Self.isDigit(last) || last == UInt8(ascii: "]") else { return nil }
        return IPAddress(ascii: part(range))
    }
}
