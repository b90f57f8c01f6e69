import Foundation
package import NIOCore
package import NetworkAddresses

/// A UDP socket of one party, bound to an address of this machine.
package final class DatagramSocket: PartySocket {
    package let descriptor: Int32
    package let endpoint: SocketEndpoint
    package let transport: StaticString = "UDP"
    package let isReliable = false

    /// - Parameter port: 0 takes a free one.
    package init(_ address: IPAddress, port: UInt16 = 0) throws(RehearsalError) {
        (descriptor, endpoint) = try boundSocket(
            address, port: port,
            kind: SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    }

    deinit { close(descriptor) }

    /// Sends one datagram; one that the system refuses is lost, as datagrams are.
    package func send(_ bytes: ByteBuffer, to destination: SocketEndpoint) {
        SocketName(destination).with { name, length in
            _ = bytes.withUnsafeReadableBytes {
                sendto(descriptor, $0.baseAddress, $0.count, 0, name, length)
            }
        }
    }

    package func receive() -> (bytes: ByteBuffer, source: SocketEndpoint)? {
        var name = SocketName()
        var bytes = ByteBuffer()
        let count = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: 65_535) { room in
            max(
                name.withRoom {
                    recvfrom(descriptor, room.baseAddress, room.count, 0, $0, $1)
                }, 0)
        }
        guard count > 0, let source = name.endpoint else { return nil }
        return (bytes, source)
    }
}

extension DatagramSocket {
    /// True where a node could listen on that address and port, on UDP and TCP.
    package static func isFree(_ endpoint: SocketEndpoint) -> Bool {
        [SOCK_DGRAM, SOCK_STREAM].allSatisfy { kind in
            let descriptor = socket(
                SocketName.family(of: endpoint.address),
                Int32(kind.rawValue | SOCK_CLOEXEC.rawValue), 0)
            guard descriptor >= 0 else { return false }
            defer { close(descriptor) }
            var one: Int32 = 1
            // As a server does: a port whose last connections linger is free.
            if kind == SOCK_STREAM {
                setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(4))
            }
            return SocketName(endpoint).with { bind(descriptor, $0, $1) == 0 }
        }
    }
}
