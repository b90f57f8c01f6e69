import NetworkAddresses
import SIPTransports

/// Walks over a blob; every step may find it too short.
struct BlobReader: ~Escapable {
    private let blob: Span<UInt8>
    private var position = 0

    @_lifetime(copy blob)
    init(_ blob: Span<UInt8>) { self.blob = blob }

    var isAtEnd: Bool { position == blob.count }

    mutating func octet() throws(BindingBlob.Unreadable) -> UInt8 {
        guard position < blob.count else { throw BindingBlob.Unreadable() }
        position += 1
        return blob[position - 1]
    }

    mutating func number() throws(BindingBlob.Unreadable) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            let octet = try octet()
            value |= UInt64(octet & 0x7F) << shift
            if octet & 0x80 == 0 { return value }
        }
        throw BindingBlob.Unreadable()
    }

    mutating func number<T: FixedWidthInteger>(as: T.Type) throws(BindingBlob.Unreadable) -> T {
        guard let value = T(exactly: try number()) else { throw BindingBlob.Unreadable() }
        return value
    }

    mutating func text() throws(BindingBlob.Unreadable) -> [UInt8] {
        let count = try number()
        guard count <= UInt64(blob.count - position) else { throw BindingBlob.Unreadable() }
        let piece = blob.extracting(position..<(position + Int(count)))
        position += Int(count)
        return piece.withUnsafeBufferPointer { Array($0) }
    }

    mutating func endpoint() throws(BindingBlob.Unreadable) -> SocketEndpoint {
        let octets = try octet()
        guard octets == 4 || octets == 16 else { throw BindingBlob.Unreadable() }
        var bits: UInt128 = 0
        for _ in 0..<octets { bits = bits << 8 | UInt128(try octet()) }
        let port = UInt16(try octet()) << 8 | UInt16(try octet())
        let address =
            octets == 4 ? IPAddress(v4: UInt32(truncatingIfNeeded: bits)) : IPAddress(bits: bits)
        return SocketEndpoint(address, port)
    }
}

extension [UInt8] {
    mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(text: [UInt8]) {
        append(number: UInt64(text.count))
        append(contentsOf: text)
    }

    /// 4 or 16 octets led by their number, then the port.
    mutating func append(endpoint: SocketEndpoint) {
        let octets = endpoint.address.isV4 ? 4 : 16
        append(UInt8(octets))
        for place in 0..<octets {
            append(
                UInt8(
                    truncatingIfNeeded: endpoint.address.bits >> UInt128(8 * (octets - 1 - place))))
        }
        append(UInt8(endpoint.port >> 8))
        append(UInt8(truncatingIfNeeded: endpoint.port))
    }
}
