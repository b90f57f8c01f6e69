import Foundation
import NIOCore
package import NetworkAddresses

/// A UDP socket of one party, bound to an IPv4 address of this machine; never blocks.
package final class DatagramSocket {
    let descriptor: Int32
    /// Where it is bound.
    package let endpoint: SocketEndpoint

    /// - Parameter port: 0 takes a free one.
    package init(_ address: IPAddress, port: UInt16 = 0) throws(RehearsalError) {
        let descriptor = socket(
            AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Self.failure("make a socket", address, errno) }
        var name = sockaddr_in(SocketEndpoint(address, port))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isBound else {
            let number = errno
            close(descriptor)
            throw Self.failure("send from \(address)", address, number)
        }
        self.descriptor = descriptor
        endpoint = SocketEndpoint(name)
    }

    deinit { close(descriptor) }

    /// Sends one datagram; one that the system refuses is lost, as datagrams are.
    func send(_ bytes: ByteBuffer, to destination: SocketEndpoint) {
        var name = sockaddr_in(destination)
        _ = bytes.withUnsafeReadableBytes { payload in
            withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    sendto(
                        descriptor, payload.baseAddress, payload.count, 0, $0,
                        socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
        }
    }

    /// - Returns: nil when nothing waits.
    func receive() -> (bytes: ByteBuffer, source: SocketEndpoint)? {
        var name = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        var bytes = ByteBuffer()
        let count = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_535) { room in
            let received = withUnsafeMutablePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    recvfrom(descriptor, room.baseAddress, room.count, 0, $0, &length)
                }
            }
            return max(received, 0)
        }
        return count > 0 ? (bytes, SocketEndpoint(name)) : nil
    }

    private static func failure(_ action: String, _ address: IPAddress, _ number: Int32)
        -> RehearsalError
    {
        RehearsalError(
            "\(address): cannot \(action): \(String(cString: strerror(number))); use an address of this machine"
        )
    }
}

extension DatagramSocket {
    /// True where a node could listen on that address and port, on UDP and TCP.
    package static func isFree(_ endpoint: SocketEndpoint) -> Bool {
        [SOCK_DGRAM, SOCK_STREAM].allSatisfy { kind in
            let descriptor = socket(AF_INET, Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var one: Int32 = 1
            // As a server does: a port whose last connections linger is free.
            if kind == SOCK_STREAM {
                setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(4))
            }
            var name = sockaddr_in(endpoint)
            return withUnsafePointer(to: &name) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
        }
    }
}

extension sockaddr_in {
    fileprivate init(_ endpoint: SocketEndpoint) {
        self.init()
        sin_family = sa_family_t(AF_INET)
        sin_port = endpoint.port.bigEndian
        sin_addr.s_addr = (endpoint.address.v4 ?? 0).bigEndian
    }
}

extension SocketEndpoint {
    fileprivate init(_ name: sockaddr_in) {
        self.init(
            IPAddress(v4: UInt32(bigEndian: name.sin_addr.s_addr)), UInt16(bigEndian: name.sin_port)
        )
    }
}
