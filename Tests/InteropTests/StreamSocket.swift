import Foundation

/// A TCP connection that a test holds, and no more.
final class StreamSocket: Sendable {
    private let descriptor: Int32

    /// Waits until the connection is there, accepted or not.
    init(to address: String, _ port: UInt16) throws {
        var target = SocketPlace(address, port)
        descriptor = socket(
            target.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard target.withPointer({ connect(descriptor, $0, $1) }) == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw DatagramSocket.Failure(description: "connect \(address):\(port): \(reason)")
        }
    }

    deinit { close(descriptor) }
}
