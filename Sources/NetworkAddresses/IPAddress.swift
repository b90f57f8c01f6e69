/// An IPv4 or IPv6 address as one number.
///
/// IPv4 is held in its IPv4-mapped form (RFC 4291 2.5.5.2), so `::ffff:192.0.2.1` and `192.0.2.1`
/// are the same value: whoever compares sources need not care on which kind of socket a packet
/// arrived.
package struct IPAddress: Hashable, Sendable, BitwiseCopyable {
    /// 128 bits, most significant first as on the wire.
    package let bits: UInt128

    package init(bits: UInt128) { self.bits = bits }

    /// - Parameter v4: 32 bits in host order, so 127.0.0.1 is 0x7F00_0001.
    package init(v4: UInt32) { self.bits = 0xFFFF_0000_0000 | UInt128(v4) }

    package static let anyV4 = IPAddress(v4: 0)
    package static let anyV6 = IPAddress(bits: 0)
    package static let loopbackV4 = IPAddress(v4: 0x7F00_0001)
    package static let loopbackV6 = IPAddress(bits: 1)

    package var isV4: Bool { bits >> 32 == 0xFFFF }

    /// The IPv4 address as 32 bits in host order; nil for IPv6.
    package var v4: UInt32? { isV4 ? UInt32(truncatingIfNeeded: bits) : nil }

    /// True for 0.0.0.0 and ::.
    package var isUnspecified: Bool { bits == 0 || self == .anyV4 }

    /// True for 127.0.0.0/8 and ::1.
    package var isLoopback: Bool {
        if let v4 { return v4 >> 24 == 127 }
        return bits == 1
    }
}
