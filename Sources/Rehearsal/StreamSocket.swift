import Foundation
package import NIOCore
package import NetworkAddresses

/// A TCP connection of one party to the node, from an address of this machine.
package final class StreamSocket: PartySocket {
    package let descriptor: Int32
    package let endpoint: SocketEndpoint
    package let transport: StaticString = "TCP"
    package let isReliable = true
    private let remote: SocketEndpoint
    private var arrived: [UInt8] = []

    /// Connects; to an address of the same machine that is at once or not at all.
    package init(_ address: IPAddress, to remote: SocketEndpoint) throws(RehearsalError) {
        let (descriptor, endpoint) = try boundSocket(
            address, port: 0, kind: SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard SocketName(remote).with({ connect(descriptor, $0, $1) == 0 }) else {
            let number = errno
            close(descriptor)
            throw RehearsalError(
                "\(remote): cannot be reached over TCP: \(String(cString: strerror(number))); "
                    + "see whether the node listens there: clearwater status")
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
        self.descriptor = descriptor
        self.endpoint = endpoint
        self.remote = remote
    }

    deinit { close(descriptor) }

    package func send(_ bytes: ByteBuffer, to destination: SocketEndpoint) {
        var rest = Array(bytes.readableBytesView)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress!, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else {
                var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                // A node that reads nothing for a second has lost the connection.
                guard errno == EAGAIN, poll(&entry, 1, 1000) > 0 else { return }
            }
        }
    }

    package func receive() -> (bytes: ByteBuffer, source: SocketEndpoint)? {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            arrived += chunk[..<count]
        }
        guard let length = Self.lengthOfFirstMessage(in: &arrived) else { return nil }
        defer { arrived.removeFirst(length) }
        return (ByteBuffer(bytes: arrived[..<length]), remote)
    }

    /// RFC 3261 18.3: a head, and as many octets of body as Content-Length says. Line ends before
    /// it are keep-alives and are taken away.
    static func lengthOfFirstMessage(in octets: inout [UInt8]) -> Int? {
        octets.removeFirst(octets.prefix { $0 == 0x0D || $0 == 0x0A }.count)
        let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        guard let gap = octets.firstRange(of: end) else { return nil }
        let head = String(decoding: octets[..<gap.lowerBound], as: UTF8.self)
        let body = head.split(separator: "\r\n").lazy.compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, ["content-length", "l"].contains(parts[0].lowercased()) else {
                return nil
            }
            return Int(parts[1])
        }.first
        let length = gap.upperBound + max(0, body ?? 0)
        return octets.count >= length ? length : nil
    }
}
