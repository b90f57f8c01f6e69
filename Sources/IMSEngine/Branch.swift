import Determinism
import SIPMessages

/// The branch parameter of our Via: the magic cookie, the client transaction's handle, and 64 bits nobody can guess.
///
/// RFC 3261 8.1.1.7 and 16.6 step 8. In hexadecimal, 16 digits each, so that a response finds its transaction without a
/// search.
struct Branch: Equatable {
    let client: Handle
    let secret: UInt64

    init(client: Handle, secret: UInt64) {
        self.client = client
        self.secret = secret
    }

    /// - Returns: nil for a branch that is not of our making.
    init?(_ text: Span<UInt8>) {
        guard text.count == 39, text.extracting(first: 7).equals("z9hG4bK"),
            let handle = Self.number(text.extracting(7..<23)), let secret = Self.number(text.extracting(23..<39))
        else { return nil }
        self.init(client: Handle(raw: handle), secret: secret)
    }

    func append(to text: inout [UInt8]) {
        for byte in "z9hG4bK".utf8 { text.append(byte) }
        Self.append(client.raw, to: &text)
        Self.append(secret, to: &text)
    }

    private static func append(_ number: UInt64, to text: inout [UInt8]) {
        for place in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(place)) & 15
            text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
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
