/// The nonce's binary form and its text: 18 octets of contents and 12 of signature, as 40
/// characters of base64url.
///
/// Contents, most significant first: 56 bits of the issuer's random epoch, 48 bits of serial
/// number, 40 bits of issue time in seconds. No padding and no spare bits, so a nonce has one
/// spelling only.
struct SignedNonce {
    static let length = 40

    var epoch: UInt64
    var serial: UInt64
    var issued: UInt64
    /// 96 bits.
    var tag: UInt128

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    init(epoch: UInt64, serial: UInt64, issued: UInt64, under key: SecretKeyedTag) {
        self.epoch = epoch
        self.serial = serial
        self.issued = issued
        self.tag = 0
        self.tag = expectedTag(under: key)
    }

    /// - Returns: nil for what cannot be a nonce of ours by its form.
    init?(_ text: Span<UInt8>) {
        guard text.count == Self.length else { return nil }
        // 240 bits in three parts of 80: contents in the first and the head of the second,
        // signature in the rest.
        var bits: (UInt128, UInt128) = (0, 0)
        for index in text.indices {
            guard let value = Self.value(text[index]) else { return nil }
            if index < 20 {
                bits.0 = bits.0 << 6 | UInt128(value)
            } else {
                bits.1 = bits.1 << 6 | UInt128(value)
            }
        }
        epoch = UInt64(truncatingIfNeeded: bits.0 >> 64)
        serial = UInt64(truncatingIfNeeded: bits.0 >> 16) & 0xFFFF_FFFF_FFFF
        issued = UInt64(truncatingIfNeeded: (bits.0 & 0xFFFF) << 24 | bits.1 >> 96)
        tag = bits.1 & (UInt128(1) << 96 - 1)
    }

    func isGenuine(under key: SecretKeyedTag) -> Bool { tag ^ expectedTag(under: key) == 0 }

    /// Appends the 40 characters.
    func write(to text: inout [UInt8]) {
        let first = UInt128(epoch) << 64 | UInt128(serial) << 16 | UInt128(issued >> 24)
        let second = UInt128(issued & 0xFF_FFFF) << 96 | tag
        for part in [first, second] {
            for place in stride(from: UInt128(114), through: 0, by: -6) {
                text.append(Self.alphabet[Int(truncatingIfNeeded: part >> place) & 63])
            }
        }
    }

    private func expectedTag(under key: SecretKeyedTag) -> UInt128 {
        var contents: [24 of UInt8] = .init(repeating: 0)
        for place in 0..<8 {
            let shift = UInt64(56 - 8 * place)
            contents[place] = UInt8(truncatingIfNeeded: epoch >> shift)
            contents[8 + place] = UInt8(truncatingIfNeeded: serial >> shift)
            contents[16 + place] = UInt8(truncatingIfNeeded: issued >> shift)
        }
        return key.tag(of: contents.span)
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        case _: nil
        }
    }
}
