import NetworkAddresses

/// How far the connections of a trace have come, as sequence numbers.
///
/// The trace has messages, not segments: each end's numbers begin at 1 with its first traced
/// message, and go on without a hole from there.
struct StreamPositions {
    private struct Direction: Hashable {
        var from: SocketEndpoint
        var to: SocketEndpoint
    }

    private var next: [Direction: UInt32] = [:]

    /// Takes the numbers for so many octets from one end to the other.
    mutating func advance(
        _ count: Int, from: SocketEndpoint, to: SocketEndpoint
    ) -> Packet.Transport {
        let direction = Direction(from: from, to: to)
        let sequence = next[direction, default: 1]
        next[direction] = sequence &+ UInt32(truncatingIfNeeded: count)
        return .tcp(
            sequence: sequence, acknowledged: next[Direction(from: to, to: from), default: 1])
    }
}
