import Foundation

/// A UDP socket on a loopback address, never blocking.
final class DatagramSocket: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let descriptor: Int32
    let port: UInt16

    /// - Parameter port: 0 for any.
    init(address: String, port: UInt16 = 0) throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var local = ipv4(address, port)
        guard withSocketAddress(&local, { bind(descriptor, $0, $1) }) == 0 else {
            defer { close(descriptor) }
            let reason = String(cString: strerror(errno))
            throw Failure(description: "bind \(address):\(port): \(reason)")
        }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &local) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                getsockname(descriptor, $0, &length)
            }
        }
        self.descriptor = descriptor
        self.port = UInt16(bigEndian: local.sin_port)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8], to address: sockaddr_in) {
        var address = address
        _ = withSocketAddress(&address) {
            sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), $0, $1)
        }
    }

    /// The next datagram and its sender, or nil if none has come.
    func receive() -> (bytes: [UInt8], sender: sockaddr_in)? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var sender = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &sender) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                recvfrom(
                    descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT), $0, &length)
            }
        }
        return count < 0 ? nil : (Array(bytes.prefix(count)), sender)
    }
}

func ipv4(_ address: String, _ port: UInt16) -> sockaddr_in {
    var result = sockaddr_in()
    result.sin_family = sa_family_t(AF_INET)
    result.sin_port = port.bigEndian
    inet_pton(AF_INET, address, &result.sin_addr)
    return result
}

func withSocketAddress<Result>(
    _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
