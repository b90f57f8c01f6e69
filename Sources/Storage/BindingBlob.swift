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

extension BlobReader {
    fileprivate mutating func binding() throws(BindingBlob.Unreadable) -> Binding {
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
