package import Determinism
import NetworkAddresses
import SIPTransports

/// The text of a token: octets in base64url (RFC 4648 5), without padding, a URI's user part as it
/// stands.
///
/// Layout: version 1, tag fingerprint 4, caller side, callee side, signature 12. A side: kind and
/// address family 1, then listener 1, address 4 or 16, port 2; the route-set side is its kind
/// alone.
extension FlowToken {
    private static let version: UInt8 = 1
    private static let signatureLength = 12

    /// - Parameter dialog: the Call-ID.
    package func text(key: KeyedHash.Key, dialog: Span<UInt8>) -> [UInt8] {
        var octets: [UInt8] = []
        octets.reserveCapacity(64)
        octets.append(Self.version)
        octets.append(bigEndian: UInt128(callerTag), octets: 4)
        caller.append(to: &octets)
        callee.append(to: &octets)
        let signature = Self.signature(octets.span, key: key, dialog: dialog)
        octets.append(bigEndian: signature, octets: Self.signatureLength)
        return Base64URL.encode(octets.span)
    }

    /// Reads and verifies a token.
    ///
    /// - Returns: nil unless this node's key signed it for this Call-ID.
    package init?(text: Span<UInt8>, key: KeyedHash.Key, dialog: Span<UInt8>) {
        guard text.count <= 96, let octets = Base64URL.decode(text) else { return nil }
        guard octets.count >= Self.signatureLength + 7, octets[0] == Self.version else {
            return nil
        }
        let payload = octets.span.extracting(0..<octets.count - Self.signatureLength)
        let expected = Self.signature(payload, key: key, dialog: dialog)
        var given: UInt128 = 0
        for octet in octets.suffix(Self.signatureLength) { given = given << 8 | UInt128(octet) }
        guard given == expected else { return nil }
        var reader = OctetReader(octets: octets, end: payload.count, next: 1)
        guard let tag = reader.number(octets: 4),
            let caller = Side(from: &reader), let callee = Side(from: &reader), reader.isAtEnd
        else { return nil }
        self.init(caller: caller, callee: callee, callerTag: UInt32(truncatingIfNeeded: tag))
    }

    private static func signature(
        _ payload: Span<UInt8>, key: KeyedHash.Key, dialog: Span<UInt8>
    ) -> UInt128 {
        var hash = KeyedHash(key)
        hash.combine(UInt64(payload.count))
        hash.combine(payload)
        hash.combine(dialog)
        return hash.finalize() & (UInt128(1) << (8 * signatureLength) - 1)
    }
}

extension FlowToken.Side {
    fileprivate func append(to octets: inout [UInt8]) {
        switch self {
        case .routeSet:
            octets.append(0)
        case .connection(let endpoint, let listener):
            Self.append(endpoint, listener, kind: 1, to: &octets)
        case .flow(let transport, let endpoint, let listener):
            Self.append(endpoint, listener, kind: 2 + transport.rawValue, to: &octets)
        }
    }

    private static func append(
        _ endpoint: SocketEndpoint, _ listener: UInt8, kind: UInt8, to octets: inout [UInt8]
    ) {
        octets.append(kind | (endpoint.address.isV4 ? 0 : 0x80))
        octets.append(listener)
        octets.append(bigEndian: endpoint.address.bits, octets: endpoint.address.isV4 ? 4 : 16)
        octets.append(bigEndian: UInt128(endpoint.port), octets: 2)
    }

    fileprivate init?(from reader: inout OctetReader) {
        guard let first = reader.number(octets: 1) else { return nil }
        let kind = UInt8(truncatingIfNeeded: first) & 0x7F
        if kind == 0 {
            self = .routeSet
            return
        }
        let isV4 = first & 0x80 == 0
        guard let listener = reader.number(octets: 1),
            let bits = reader.number(octets: isV4 ? 4 : 16),
            let port = reader.number(octets: 2)
        else { return nil }
        let address = isV4 ? IPAddress(v4: UInt32(truncatingIfNeeded: bits)) : IPAddress(bits: bits)
        let endpoint = SocketEndpoint(address, UInt16(truncatingIfNeeded: port))
        if kind == 1 {
            self = .connection(endpoint, listener: UInt8(truncatingIfNeeded: listener))
            return
        }
        guard let transport = TransportProtocol(rawValue: kind - 2) else { return nil }
        self = .flow(transport, endpoint, listener: UInt8(truncatingIfNeeded: listener))
    }
}

private struct OctetReader {
    let octets: [UInt8]
    let end: Int
    var next: Int

    var isAtEnd: Bool { next == end }

    mutating func number(octets count: Int) -> UInt128? {
        guard end - next >= count else { return nil }
        var value: UInt128 = 0
        for _ in 0..<count {
            value = value << 8 | UInt128(octets[next])
            next += 1
        }
        return value
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian value: UInt128, octets: Int) {
        for place in stride(from: octets - 1, through: 0, by: -1) {
            append(UInt8(truncatingIfNeeded: value >> (8 * place)))
        }
    }
}
