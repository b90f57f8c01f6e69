/// A network: an address and how many leading bits of it count (CIDR, RFC 4632).
package struct IPPrefix: Hashable, Sendable {
    /// The network address; bits beyond the length are zero.
    package let address: IPAddress
    /// Bits of the 128-bit form, so 192.0.2.0/24 has 120.
    package let length: Int

    /// - Parameter length: bits of the address' own family, 0...32 or 0...128.
    /// - Returns: nil if the length is out of range. Host bits that are set are cleared: ask
    ///   `isExact` first.
    package init?(_ address: IPAddress, length: Int) {
        let bits = address.isV4 ? length + 96 : length
        guard length >= 0, bits <= 128 else { return nil }
        self.address = IPAddress(bits: address.bits & Self.mask(bits))
        self.length = bits
    }

    /// A single host.
    package init(host: IPAddress) {
        self.address = host
        self.length = 128
    }

    package var isHost: Bool { length == 128 }

    package func contains(_ other: IPAddress) -> Bool {
        other.bits & Self.mask(length) == address.bits
    }

    /// The mask that keeps the first `length` of 128 bits.
    package static func mask(_ length: Int) -> UInt128 {
        length == 0 ? 0 : ~UInt128(0) << (128 - length)
    }
}

extension IPPrefix: CustomStringConvertible {
    package var description: String {
        if isHost { return address.description }
        return "\(address)/\(address.isV4 ? length - 96 : length)"
    }
}

extension IPPrefix {
    /// The network of that length around an address.
    ///
    /// - Parameter length: bits of the 128-bit form, 0...128.
    package init(masking address: IPAddress, length: Int) {
        self.address = IPAddress(bits: address.bits & Self.mask(length))
        self.length = length
    }
}
