import Foundation
import NetworkAddresses

/// A UDP socket that only sends, and never waits.
struct HEPSocket: ~Copyable {
    private let descriptor: Int32
    private let collector: SocketEndpoint

    /// - Returns: nil where the system has no socket left.
    init?(to collector: SocketEndpoint) {
        let family = collector.address.isV4 ? AF_INET : AF_INET6
        let kind = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        descriptor = socket(family, kind, 0)
        self.collector = collector
        if descriptor < 0 { return nil }
    }

    deinit { close(descriptor) }

    /// - Returns: false where there was no room for it now. Whether it arrives is not known: a
    ///   collector that is gone costs nothing.
    func send(_ octets: [UInt8]) -> Bool {
        let count =
            if let address = collector.address.v4 {
                send(octets, to: sockaddr_in(address, collector.port))
            } else {
                send(octets, to: sockaddr_in6(collector.address, collector.port))
            }
        return count >= 0 || errno != EAGAIN && errno != ENOBUFS
    }

    private func send<Address>(_ octets: [UInt8], to address: Address) -> Int {
        withUnsafeBytes(of: address) { raw in
            let flags = Int32(MSG_DONTWAIT) | Int32(MSG_NOSIGNAL)
            return sendto(
                descriptor, octets, octets.count, flags,
                raw.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
        }
    }
}

extension sockaddr_in {
    fileprivate init(_ address: UInt32, _ port: UInt16) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = port.bigEndian
        sin_addr.s_addr = address.bigEndian
    }
}

extension sockaddr_in6 {
    fileprivate init(_ address: IPAddress, _ port: UInt16) {
        self.init()
        sin6_family = sa_family_t(AF_INET6)
        sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &sin6_addr) { raw in
            withUnsafeBytes(of: address.bits.bigEndian) { raw.copyMemory(from: $0) }
        }
    }
}
