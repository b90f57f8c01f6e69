/// A valid DNS host name in lower case, without a full stop at its end.
///
/// RFC 1123 2.1 and RFC 3696 2: labels of 1 to 63 letters, digits and hyphens, none at a label's
/// ends, 253 bytes in all, and no name whose last label is a number: such a text is a mistyped
/// address.
package struct HostName: Hashable, Sendable {
    package let text: String

    /// - Returns: nil if the text is not a host name.
    package init?(_ written: some StringProtocol) {
        var bytes = Array(written.utf8)
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        guard (1...253).contains(bytes.count) else { return nil }
        let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        for label in labels {
            guard (1...63).contains(label.count), label.first != 0x2D, label.last != 0x2D,
                label.allSatisfy({ $0 == 0x2D || $0.isASCIILetter || $0.isASCIIDigit })
            else { return nil }
        }
        guard let last = labels.last, !last.allSatisfy(\.isASCIIDigit) else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self).lowercased()
    }
}

extension HostName: CustomStringConvertible {
    package var description: String { text }
}
