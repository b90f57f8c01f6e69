import Determinism
import NetworkAddresses
import SIPTransports
import Subscribers

/// A subscriber's bindings as octets: a version, the run of the node that wrote them, then each
/// binding.
///
/// Numbers are little-endian base 128 with a continuation bit, times relative to the first one
/// where they can be, texts led by their length. About 150 octets for a phone with one contact.
enum BindingBlob {
    /// The octets cannot be read: damaged, or of a layout that this version does not know.
    struct Unreadable: Error {}

    private static let version: UInt8 = 1

    /// - Parameter run: of the node that holds the flows' connections.
    static func encode(_ bindings: [Binding], run: UInt64, into blob: inout [UInt8]) {
        blob.removeAll(keepingCapacity: true)
        blob.append(version)
        blob.append(number: run)
        blob.append(number: UInt64(bindings.count))
        for binding in bindings {
            blob.append(number: UInt64(bitPattern: binding.registered.milliseconds))
            let length = binding.expires.milliseconds &- binding.registered.milliseconds
            blob.append(number: UInt64(bitPattern: length << 1 ^ length >> 63))
            blob.append(number: UInt64(binding.cseq))
            blob.append(number: UInt64(binding.q))
            blob.append(text: binding.contact)
            blob.append(text: binding.parameters)
            blob.append(text: binding.path)
            blob.append(text: binding.callID)
            blob.append(text: binding.userAgent)
            blob.append(binding.flow.transport.rawValue << 1 | (binding.flowIsGone ? 1 : 0))
            blob.append(number: binding.flow.connection)
            blob.append(endpoint: binding.flow.local)
            blob.append(endpoint: binding.flow.remote)
        }
    }

    /// - Parameter run: the node's present one; connections of another run are gone and are marked
    ///   so.
    static func decode(_ blob: Span<UInt8>, run: UInt64) throws(Unreadable) -> [Binding] {
        var reader = BlobReader(blob)
        guard try reader.octet() == version else { throw Unreadable() }
        let writtenBy = try reader.number()
        let count = try reader.number()
        guard count <= blob.count else { throw Unreadable() }
        var bindings: [Binding] = []
        bindings.reserveCapacity(Int(count))
        for _ in 0..<count {
            var binding = try reader.binding()
            if writtenBy != run, binding.flow.connection != 0 { binding.flowIsGone = true }
            bindings.append(binding)
        }
        guard reader.isAtEnd else { throw Unreadable() }
        return bindings
    }
}

extension [UInt8] {
    fileprivate mutating func append(number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    fileprivate mutating func append(text: [UInt8]) {
        append(number: UInt64(text.count))
        append(contentsOf: text)
    }

    /// 4 or 16 octets led by their number, then the port.
    fileprivate mutating func append(endpoint: SocketEndpoint) {
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

/// Walks over a blob; every step may find it too short.
private struct BlobReader: ~Escapable {
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

    mutating func binding() throws(BindingBlob.Unreadable) -> Binding {
        let registered = Int64(bitPattern: try number())
        let zigzag = try number()
        let length = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
        let cseq = try number(as: UInt32.self)
        let q = try number(as: UInt16.self)
        let contact = try text()
        let parameters = try text()
        let path = try text()
        let callID = try text()
        let userAgent = try text()
        let flags = try octet()
        guard let transport = TransportProtocol(rawValue: flags >> 1) else {
            throw BindingBlob.Unreadable()
        }
        let connection = try number()
        let flow = Flow(
            transport: transport, local: try endpoint(), remote: try endpoint(),
            connection: connection)
        return Binding(
            contact: contact, parameters: parameters, path: path, callID: callID, cseq: cseq, q: q,
            expires: WallTime(milliseconds: registered &+ length), flow: flow,
            flowIsGone: flags & 1 == 1,
            userAgent: userAgent, registered: WallTime(milliseconds: registered))
    }
}
