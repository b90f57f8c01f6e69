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
        var local = SocketPlace(address, port)
        let descriptor = socket(
            local.family, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard local.withPointer({ bind(descriptor, $0, $1) }) == 0 else {
            defer { close(descriptor) }
            let reason = String(cString: strerror(errno))
            throw Failure(description: "bind \(address):\(port): \(reason)")
        }
        local.fill { _ = getsockname(descriptor, $0, &$1) }
        self.descriptor = descriptor
        self.port = local.port
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8], to place: SocketPlace) {
        var place = place
        _ = place.withPointer {
            sendto(descriptor, bytes, bytes.count, Int32(MSG_DONTWAIT), $0, $1)
        }
    }

    /// The next datagram and its sender, or nil if none has come.
    func receive() -> (bytes: [UInt8], sender: SocketPlace)? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        var sender = SocketPlace()
        var count = 0
        sender.fill {
            count = recvfrom(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT), $0, &$1)
        }
        return count < 0 ? nil : (Array(bytes.prefix(count)), sender)
    }
}
