package import Determinism
package import SIPMessages

/// The branch parameter of our Via: the magic cookie, the client transaction's handle, and 64 bits
/// nobody can guess.
///
/// RFC 3261 8.1.1.7 and 16.6 step 8. In hexadecimal, 16 digits each, so that a response finds its
/// transaction without a search.
package struct Branch: Hashable, Sendable {
    package let client: Handle
    package let secret: UInt64

    package init(client: Handle, secret: UInt64) {
        self.client = client
        self.secret = secret
    }

    /// - Returns: nil for a branch that is not of our making.
    package init?(_ text: Span<UInt8>) {
        guard text.count == 39, text.extracting(first: 7).equals("z9hG4bK"),
            let handle = Self.number(text.extracting(7..<23)),
            let secret = Self.number(text.extracting(23..<39))
        else { return nil }
        self.init(client: Handle(raw: handle), secret: secret)
    }

    package func write(into writer: inout ByteWriter) {
        writer.write("z9hG4bK")
        writer.writeHex16(client.raw)
        writer.writeHex16(secret)
    }

    private static func number(_ digits: Span<UInt8>) -> UInt64? {
        var number: UInt64 = 0
        for index in digits.indices {
            switch digits[index] {
            case 0x30...0x39: number = number << 4 | UInt64(digits[index] - 0x30)
            case 0x61...0x66: number = number << 4 | UInt64(digits[index] - 0x57)
            default: return nil
            }
        }
        return number
    }
}
