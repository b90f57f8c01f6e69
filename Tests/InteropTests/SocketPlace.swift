import Foundation

/// An address and a port of either family, as sockets take them.
struct SocketPlace: Sendable {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Room for one, to be filled.
    init() {}

    /// - Parameter address: IPv4 or IPv6 in digits, without brackets.
    init(_ address: String, _ port: UInt16) {
        if address.contains(":") {
            var place = sockaddr_in6()
            place.sin6_family = sa_family_t(AF_INET6)
            place.sin6_port = port.bigEndian
            inet_pton(AF_INET6, address, &place.sin6_addr)
            store(&place)
        } else {
            var place = sockaddr_in()
            place.sin_family = sa_family_t(AF_INET)
            place.sin_port = port.bigEndian
            inet_pton(AF_INET, address, &place.sin_addr)
            store(&place)
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// Both families have it behind the two bytes of the family.
    var port: UInt16 {
        withUnsafeBytes(of: storage) {
            UInt16(bigEndian: $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }

    mutating func withPointer<Result>(
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        let length = length
        return withUnsafePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    /// Lets a call of the system write an address here.
    mutating func fill(_ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Void) {
        var room = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &room) }
        }
        length = room
    }

    private mutating func store<Place>(_ place: inout Place) {
        length = socklen_t(MemoryLayout<Place>.size)
        withUnsafeMutableBytes(of: &storage) { target in
            withUnsafeBytes(of: &place) { target.copyMemory(from: $0) }
        }
    }
}
