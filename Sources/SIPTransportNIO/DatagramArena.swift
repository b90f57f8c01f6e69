import CDatagramBatches

/// Where a batch of datagrams lands before each is copied to a buffer of its own size.
///
/// So a long datagram always fits, and a kept message does not keep its batch. Only the pages that
/// were ever written take memory: about 256 KiB for ordinary messages.
final class DatagramArena {
    /// Of the 64 KiB that a datagram may have, plus some lines so that slots do not fall on each
    /// other in the caches.
    private static let slot = 65_536 + 1_088
    static let slots = 32

    private let memory: UnsafeMutableRawPointer
    /// What the last `receive` took.
    let incoming: UnsafeMutablePointer<datagram>
    /// For building a batch to send; a receiver may send while it is still being delivered to.
    let outgoing: UnsafeMutablePointer<datagram>

    init() {
        memory = .allocate(byteCount: Self.slot * Self.slots, alignment: 64)
        incoming = .allocate(capacity: Self.slots)
        incoming.initialize(repeating: datagram(), count: Self.slots)
        outgoing = .allocate(capacity: DATAGRAM_BATCH)
        outgoing.initialize(repeating: datagram(), count: DATAGRAM_BATCH)
    }

    deinit {
        memory.deallocate()
        incoming.deallocate()
        outgoing.deallocate()
    }

    /// Takes what waits on a socket, at most `slots` datagrams; they are in `incoming` until the
    /// next call.
    func receive(from socket: CInt) -> Int {
        for index in 0..<Self.slots {
            incoming[index].bytes = memory + index * Self.slot
            incoming[index].length = UInt32(Self.slot)
        }
        // An error on a datagram socket tells of an earlier packet's fate: nothing to do about it
        // here.
        return max(0, Int(datagrams_receive(socket, incoming, CInt(Self.slots))))
    }
}
