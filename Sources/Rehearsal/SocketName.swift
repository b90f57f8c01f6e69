import Foundation
import NetworkAddresses

/// An address and a port as the system's calls take and give them, of either family.
struct SocketName {
    private var storage = sockaddr_storage()
    private var length = socklen_t(MemoryLayout<sockaddr_storage>.size)

    /// Empty, for the system to fill in.
    init() {}

    init(_ endpoint: SocketEndpoint) {
        if let v4 = endpoint.address.v4 {
            fill(as: sockaddr_in.self) { name in
                name.sin_family = sa_family_t(AF_INET)
                name.sin_port = endpoint.port.bigEndian
                name.sin_addr.s_addr = v4.bigEndian
            }
        } else {
            fill(as: sockaddr_in6.self) { name in
                name.sin6_family = sa_family_t(AF_INET6)
                name.sin6_port = endpoint.port.bigEndian
                withUnsafeMutableBytes(of: &name.sin6_addr) { octets in
                    octets.storeBytes(of: endpoint.address.bits.bigEndian, as: UInt128.self)
                }
            }
        }
    }

    /// Nil for a family that is neither IPv4 nor IPv6.
    var endpoint: SocketEndpoint? {
        switch Int32(storage.ss_family) {
        case AF_INET:
            read(as: sockaddr_in.self) { name in
                SocketEndpoint(
                    IPAddress(v4: UInt32(bigEndian: name.sin_addr.s_addr)),
                    UInt16(bigEndian: name.sin_port))
            }
        case AF_INET6:
            read(as: sockaddr_in6.self) { name in
                let bits = withUnsafeBytes(of: name.sin6_addr) {
                    UInt128(bigEndian: $0.loadUnaligned(as: UInt128.self))
                }
                return SocketEndpoint(IPAddress(bits: bits), UInt16(bigEndian: name.sin6_port))
            }
        default: nil
        }
    }

    static func family(of address: IPAddress) -> Int32 { address.isV4 ? AF_INET : AF_INET6 }

    /// - Returns: what the call returned.
    func with<R>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    mutating func withRoom<R>(
        _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> R
    ) -> R {
        withUnsafeMutablePointer(to: &storage) { storage in
            withUnsafeMutablePointer(to: &length) { length in
                storage.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
            }
        }
    }

    private mutating func fill<Name>(as type: Name.Type, _ body: (inout Name) -> Void) {
        length = socklen_t(MemoryLayout<Name>.size)
        withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: Name.self, capacity: 1) { body(&$0.pointee) }
        }
    }

    private func read<Name, R>(as type: Name.Type, _ body: (Name) -> R) -> R {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: Name.self, capacity: 1) { body($0.pointee) }
        }
    }
}

/// A socket that is bound, and where.
///
/// - Parameter kind: SOCK_DGRAM or SOCK_STREAM, with flags.
func boundSocket(_ address: IPAddress, port: UInt16, kind: UInt32) throws(RehearsalError)
    -> (descriptor: Int32, endpoint: SocketEndpoint)
{
    let descriptor = socket(SocketName.family(of: address), Int32(kind), 0)
    guard descriptor >= 0 else { throw .system("make a socket", address, errno) }
    var name = SocketName(SocketEndpoint(address, port))
    let isBound =
        name.with { bind(descriptor, $0, $1) == 0 }
        && name.withRoom { getsockname(descriptor, $0, $1) == 0 }
    guard isBound, let endpoint = name.endpoint else {
        let number = errno
        close(descriptor)
        throw .system("send from there", address, number)
    }
    return (descriptor, endpoint)
}

extension RehearsalError {
    static func system(_ action: String, _ address: IPAddress, _ number: Int32) -> RehearsalError {
        RehearsalError(
            "\(address): cannot \(action): \(String(cString: strerror(number))); "
                + "use an address of this machine")
    }
}
