import Glibc
import NetworkAddresses

/// The other end: a plain blocking socket that gives up after five seconds.
final class Peer: Sendable {
    struct Failure: Error {
        var call: String
        var number: Int32
    }

    let socket: CInt

    /// - Parameter local: where to bind; port 0 takes a free one.
    init(datagrams: Bool, local: IPAddress = .loopbackV4) throws {
        let kind = Int32((datagrams ? SOCK_DGRAM : SOCK_STREAM).rawValue)
        socket = Glibc.socket(local.isV4 ? AF_INET : AF_INET6, kind, 0)
        guard socket >= 0 else { throw Failure(call: "socket", number: errno) }
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(
            socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        try check("bind", Self.with(SocketEndpoint(local, 0)) { bind(socket, $0, $1) })
    }

    /// Connects a stream.
    convenience init(to remote: SocketEndpoint, from local: IPAddress? = nil) throws {
        let home: IPAddress = remote.address.isV4 ? .loopbackV4 : .loopbackV6
        try self.init(datagrams: false, local: local ?? home)
        try connect(to: remote)
    }

    func connect(to remote: SocketEndpoint) throws {
        try check("connect", Self.with(remote) { Glibc.connect(socket, $0, $1) })
    }

    deinit { Glibc.close(socket) }

    var endpoint: SocketEndpoint { Self.endpoint(of: socket) }

    static func endpoint(of socket: CInt) -> SocketEndpoint {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutableBytes(of: &storage) {
            _ = getsockname(socket, $0.baseAddress!.assumingMemoryBound(to: sockaddr.self), &length)
        }
        return endpoint(of: storage)
    }

    func send(_ text: String, to remote: SocketEndpoint) throws {
        let bytes = Array(text.utf8)
        try check(
            "sendto", Int32(Self.with(remote) { sendto(socket, bytes, bytes.count, 0, $0, $1) }))
    }

    func write(_ text: String) throws { try write(Array(text.utf8)) }

    func write(_ bytes: [UInt8]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + done, $0.count - done, Int32(MSG_NOSIGNAL))
            }
            try check("send", Int32(count))
            done += count
        }
    }

    /// One read or datagram; empty at the end of a stream.
    func read() throws -> String {
        var bytes = [UInt8](repeating: 0, count: 70_000)
        let count = recv(socket, &bytes, bytes.count, 0)
        try check("recv", Int32(count))
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Reads until this much has come or the stream ends.
    func read(count: Int) throws -> String {
        var text = ""
        while text.utf8.count < count {
            let more = try read()
            if more.isEmpty { break }
            text += more
        }
        return text
    }

    /// True once the other side has closed; takes a reset for it.
    func seesEnd() -> Bool {
        while true {
            do {
                if try read().isEmpty { return true }
            } catch let failure as Failure {
                return failure.number == ECONNRESET
            } catch {
                return false
            }
        }
    }

    func listen() throws { try check("listen", Glibc.listen(socket, 16)) }

    func acceptAndForget() throws { try check("accept", accept(socket, nil, nil)) }

    private func check(_ call: String, _ result: Int32) throws {
        if result < 0 { throw Failure(call: call, number: errno) }
    }

    private static func with<R>(
        _ endpoint: SocketEndpoint, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R
    ) -> R {
        var v4 = sockaddr_in()
        var v6 = sockaddr_in6()
        if let address = endpoint.address.v4 {
            v4.sin_family = sa_family_t(AF_INET)
            v4.sin_port = endpoint.port.bigEndian
            v4.sin_addr.s_addr = address.bigEndian
            return withUnsafeBytes(of: &v4) {
                body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
            }
        }
        v6.sin6_family = sa_family_t(AF_INET6)
        v6.sin6_port = endpoint.port.bigEndian
        withUnsafeMutableBytes(of: &v6.sin6_addr) {
            $0.storeBytes(of: endpoint.address.bits.bigEndian, as: UInt128.self)
        }
        return withUnsafeBytes(of: &v6) {
            body($0.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
        }
    }

    private static func endpoint(of storage: sockaddr_storage) -> SocketEndpoint {
        withUnsafeBytes(of: storage) {
            if storage.ss_family == sa_family_t(AF_INET) {
                let v4 = $0.load(as: sockaddr_in.self)
                return SocketEndpoint(
                    IPAddress(v4: UInt32(bigEndian: v4.sin_addr.s_addr)),
                    UInt16(bigEndian: v4.sin_port))
            }
            let v6 = $0.load(as: sockaddr_in6.self)
            let bits = withUnsafeBytes(of: v6.sin6_addr) { $0.loadUnaligned(as: UInt128.self) }
            return SocketEndpoint(
                IPAddress(bits: UInt128(bigEndian: bits)), UInt16(bigEndian: v6.sin6_port))
        }
    }
}
