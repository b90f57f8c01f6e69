/// The checksum of IP, UDP and TCP (RFC 1071).
struct InternetChecksum {
    private var sum: UInt64 = 0

    /// - Parameter octets: of an odd number only in the last piece.
    mutating func add(_ octets: some Sequence<UInt8>) {
        var isHigh = true
        for octet in octets {
            sum += isHigh ? UInt64(octet) << 8 : UInt64(octet)
            isHigh.toggle()
        }
    }

    var value: UInt16 {
        var folded = sum
        while folded > 0xFFFF { folded = (folded & 0xFFFF) + folded >> 16 }
        return ~UInt16(folded)
    }
}
