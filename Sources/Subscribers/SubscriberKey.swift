/// What a public user identity is looked up by: its user part, telephone numbers without their `+`.
///
/// A trunk may write `+15551000000` or `15551000000` and mean the same subscriber. Visual
/// separators of a global number (RFC 3966 3) do not count either. The domain plays no part: every
/// domain of the deployment is one name space. Up to 16 octets are held in place, so that the usual
/// key allocates nothing.
package struct SubscriberKey: Hashable, Sendable {
    let packed: UInt128
    let length: UInt8
    let long: [UInt8]?

    /// - Parameter user: the user part after unescaping, without parameters or password.
    /// - Returns: nil for an empty user or one beyond 255 octets.
    package init?(user: Span<UInt8>) {
        let digits = Self.isTelephoneNumber(user)
        var packed: UInt128 = 0
        var count = 0
        var overflow: [UInt8] = []
        for index in user.indices {
            let byte = user[index]
            if digits, !(0x30...0x39).contains(byte) { continue }
            if count < 16 { packed = packed << 8 | UInt128(byte) } else { overflow.append(byte) }
            count += 1
        }
        guard count > 0, count <= 255 else { return nil }
        self.packed = packed
        self.length = UInt8(count)
        self.long = overflow.isEmpty ? nil : overflow
    }

    package init?(_ text: String) {
        self.init(user: text.utf8.span)
    }

    /// The key as text: digits alone for a number.
    package var text: String {
        let head = (0..<min(Int(length), 16)).map { place in
            UInt8(truncatingIfNeeded: packed >> (8 * (min(Int(length), 16) - 1 - place)))
        }
        return String(decoding: head + (long ?? []), as: UTF8.self)
    }

    /// `+` and digits with visual separators, or digits alone.
    package static func isTelephoneNumber(_ user: Span<UInt8>) -> Bool {
        var digits = 0
        for index in user.indices {
            switch user[index] {
            case 0x30...0x39: digits += 1
            case UInt8(ascii: "+"):
                if index != 0 { return false }
            case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "("), UInt8(ascii: ")"):
                if index == 0 && user[index] != UInt8(ascii: "(") { return false }
            default: return false
            }
        }
        return digits > 0
    }
}
