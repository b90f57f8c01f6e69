package import NetworkAddresses

/// One Via value: the way a message came.
///
/// RFC 3261 20.42, RFC 3581.
package struct Via: Sendable {
    /// What the `rport` parameter says.
    package enum Rport: Hashable, Sendable {
        case absent
        case requested
        case value(UInt16)
    }

    /// The transport as written, for instance `UDP`.
    package var transport: ByteRange
    /// The sent-by host as written, IPv6 in its brackets.
    package var host: ByteRange
    package var port: UInt16?
    package var branch: ByteRange?
    package var rport: Rport
    package var received: ByteRange?
    /// From the first `;`; may be empty.
    package var parameters: ByteRange
    package var whole: ByteRange

    /// True if the branch starts with `z9hG4bK` and goes on: unique, by RFC 3261 8.1.1.7.
    package func hasMagicCookie(in span: Span<UInt8>) -> Bool {
        guard let branch, branch.count > 7 else { return false }
        return span.equalsIgnoringCase(ByteRange(branch.start, branch.start + 7), "z9hG4bK")
    }

    /// The sent-by host as an address; nil if it is a name.
    package func hostAddress(in span: Span<UInt8>) -> IPAddress? { span.address(host) }

    /// The parameter of that name.
    package func parameter(_ name: StaticString, in span: Span<UInt8>) -> ParameterMatch? {
        Parameters.find(name, in: span, parameters)
    }
}
