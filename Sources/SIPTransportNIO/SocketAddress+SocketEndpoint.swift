import Glibc
import NIOCore
import NetworkAddresses

extension SocketEndpoint {
    /// Reads a socket's address; nil for one of no internet family.
    ///
    /// - Cost: no allocation.
    init?(_ address: SocketAddress) {
        switch address {
        case .v4(let v4):
            let raw = v4.address
            self.init(
                IPAddress(v4: UInt32(bigEndian: raw.sin_addr.s_addr)),
                UInt16(bigEndian: raw.sin_port))
        case .v6(let v6):
            let raw = v6.address
            let bits = withUnsafeBytes(of: raw.sin6_addr) { $0.loadUnaligned(as: UInt128.self) }
            self.init(IPAddress(bits: UInt128(bigEndian: bits)), UInt16(bigEndian: raw.sin6_port))
        case .unixDomainSocket:
            return nil
        }
    }
}

extension SocketAddress {
    /// Writes an endpoint as the system wants it: IPv4 as IPv4, whatever form it arrived in.
    init(_ endpoint: SocketEndpoint) {
        if let v4 = endpoint.address.v4 {
            var raw = sockaddr_in()
            raw.sin_family = sa_family_t(AF_INET)
            raw.sin_port = endpoint.port.bigEndian
            raw.sin_addr.s_addr = v4.bigEndian
            self.init(raw)
        } else {
            var raw = sockaddr_in6()
            raw.sin6_family = sa_family_t(AF_INET6)
            raw.sin6_port = endpoint.port.bigEndian
            withUnsafeMutableBytes(of: &raw.sin6_addr) {
                $0.storeBytes(of: endpoint.address.bits.bigEndian, as: UInt128.self)
            }
            self.init(raw)
        }
    }
}
