import Glibc
import NetworkAddresses
import SIPTransports

/// A socket for one question and its answer; IPv4 goes over its mapped form where there is IPv6.
struct ProbeSocket: ~Copyable {
    enum Failure: Error {
        case refused
        case silent
        /// An error number.
        case system(Int32)
    }

    private let descriptor: Int32
    private let hasV6: Bool

    init(_ transport: TransportProtocol) throws(Failure) {
        let kind = transport == .udp ? SOCK_DGRAM : SOCK_STREAM
        let flags = Int32(kind.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        var descriptor = socket(AF_INET6, flags, 0)
        hasV6 = descriptor >= 0
        if descriptor < 0 { descriptor = socket(AF_INET, flags, 0) }
        guard descriptor >= 0 else { throw .system(errno) }
        self.descriptor = descriptor
        var no: Int32 = 0
        if hasV6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &no, 4) }
    }

    deinit { close(descriptor) }

    /// - Returns: false for an address that is not this machine's.
    func bind(_ address: IPAddress) -> Bool {
        withName(SocketEndpoint(address, 0)) { Glibc.bind(descriptor, $0, $1) == 0 }
    }

    /// - Units: milliseconds on the monotonic clock.
    func connect(_ endpoint: SocketEndpoint, until deadline: Int) throws(Failure) {
        let status = withName(endpoint) { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
        guard status != 0 else { return }
        guard status == EINPROGRESS else { throw Self.failure(status) }
        guard wait(Int16(POLLOUT), until: deadline) else { throw .silent }
        var number: Int32 = 0
        var length = socklen_t(4)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &length)
        guard number == 0 else { throw Self.failure(number) }
    }

    var localEndpoint: SocketEndpoint {
        get throws(Failure) {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let status = withUnsafeMutablePointer(to: &storage) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    getsockname(descriptor, $0, &length)
                }
            }
            guard status == 0 else { throw .system(errno) }
            return withUnsafeBytes(of: storage) { raw in
                let port = UInt16(bigEndian: raw.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
                guard hasV6 else {
                    let v4 = raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
                    return SocketEndpoint(IPAddress(v4: UInt32(bigEndian: v4)), port)
                }
                let bits = raw.loadUnaligned(fromByteOffset: 8, as: UInt128.self)
                return SocketEndpoint(IPAddress(bits: UInt128(bigEndian: bits)), port)
            }
        }
    }

    func write(_ octets: [UInt8]) throws(Failure) {
        let count = octets.withUnsafeBytes {
            send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        if count < 0, errno != EAGAIN { throw Self.failure(errno) }
    }

    /// - Returns: `200 OK` of the answer; nil where none came in time.
    func statusLine(until deadline: Int) throws(Failure) -> String? {
        guard wait(Int16(POLLIN), until: deadline) else { return nil }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &room, room.count, 0)
        guard count > 0 else { throw count == 0 ? .refused : Self.failure(errno) }
        let line = String(decoding: room[..<count].prefix { $0 != 0x0D }, as: UTF8.self)
        guard line.hasPrefix("SIP/2.0 ") else { return "something that is no SIP" }
        return String(line.dropFirst("SIP/2.0 ".count))
    }

    private func wait(_ events: Int16, until deadline: Int) -> Bool {
        var entry = pollfd(fd: descriptor, events: events, revents: 0)
        let left = deadline - OptionsProbe.milliseconds()
        return poll(&entry, 1, Int32(clamping: max(left, 0))) > 0
    }

    private static func failure(_ number: Int32) -> Failure {
        number == ECONNREFUSED || number == ECONNRESET ? .refused : .system(number)
    }

    private func withName<R>(
        _ endpoint: SocketEndpoint, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        guard hasV6 else {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = endpoint.port.bigEndian
            name.sin_addr.s_addr = (endpoint.address.v4 ?? 0).bigEndian
            return withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
        var name = sockaddr_in6()
        name.sin6_family = sa_family_t(AF_INET6)
        name.sin6_port = endpoint.port.bigEndian
        withUnsafeMutableBytes(of: &name.sin6_addr) {
            $0.storeBytes(of: endpoint.address.bits.bigEndian, as: UInt128.self)
        }
        return withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in6>.size))
            }
        }
    }
}
