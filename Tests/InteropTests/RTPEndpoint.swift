import Foundation
import Synchronization

/// The sound of a trunk: sends a PCMA packet every 20 ms to whoever sends to it, and counts.
///
/// RFC 3550 5.1, RFC 3551 payload type 8. It sends to nobody until it has received something, so
/// the count of packets at the other end shows both directions.
final class RTPEndpoint: Sendable {
    let port: UInt16
    private let socket: DatagramSocket
    private let counts = Mutex((sent: 0, received: 0))
    private let isTalking = Atomic(true)

    init(address: String) throws {
        socket = try DatagramSocket(address: address)
        port = socket.port
    }

    /// Talks until the endpoint is hung up, on a thread of its own: other tests do not delay it.
    func startTalking() {
        Thread { self.talk() }.start()
    }

    func hangUp() { isTalking.store(false, ordering: .relaxed) }

    private func talk() {
        var peer: SocketPlace?
        var packet = [UInt8](repeating: 0xd5, count: 172)
        packet.replaceSubrange(0..<12, with: [0x80, 8, 0, 0, 0, 0, 0, 0, 0xc1, 0xea, 0x12, 0x34])
        var sequence: UInt16 = 0
        while isTalking.load(ordering: .relaxed) {
            while let (bytes, sender) = socket.receive() {
                guard bytes.count > 12, bytes[0] >> 6 == 2, bytes[1] & 0x7f == 8 else { continue }
                peer = sender
                counts.withLock { $0.received += 1 }
            }
            if let peer {
                sequence &+= 1
                let timestamp = UInt32(sequence) * 160
                packet[2] = UInt8(sequence >> 8)
                packet[3] = UInt8(sequence & 0xff)
                withUnsafeBytes(of: timestamp.bigEndian) { packet.replaceSubrange(4..<8, with: $0) }
                socket.send(packet, to: peer)
                counts.withLock { $0.sent += 1 }
            }
            usleep(20_000)
        }
    }

    var sent: Int { counts.withLock { $0.sent } }
    var received: Int { counts.withLock { $0.received } }
}
