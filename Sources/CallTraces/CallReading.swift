import DecisionTrace
import NetworkAddresses
import SIPTransports

/// The records of one call, decoded: what its summary, its ladder and its diagnosis are made of.
struct CallReading {
    struct Message {
        /// - Units: microseconds since 1970.
        var at: Int64
        var isReceived: Bool
        var flow: Flow
        var reading: MessageReading
        var isRetransmission = false
        /// The place in `events` of the message that it was made from.
        var madeFrom: Int?
    }

    struct Decision {
        var at: Int64
        var step: DecisionStep
        var evidence: [Evidence]
    }

    enum Event {
        case message(Message)
        case decision(Decision)
        /// So many records are not here.
        case leftOut(at: Int64, count: Int)
    }

    let id: UInt64
    /// How many messages there were, with those that are left out.
    let messageCount: Int
    private(set) var events: [Event] = []
    /// Among the events.
    private var seen: [Seen: Int] = [:]

    private struct Seen: Hashable {
        var isReceived: Bool
        var remote: SocketEndpoint
        var octets: [UInt8]
    }

    init(_ group: TraceIndex.Group, in index: TraceIndex) {
        id = group.id
        messageCount = group.entries.count { $0.mark.kind != .decision }
        let (head, tail) = Self.bounds(of: group.entries)
        for (place, entry) in group.entries.enumerated() {
            let at = index.wall(entry)
            if place == head, head < tail {
                events.append(.leftOut(at: at, count: tail - head))
            }
            if (head..<tail).contains(place) { continue }
            switch index.record(entry).body {
            case .received(let bytes): add(bytes, at, isReceived: true)
            case .sent(let bytes): add(bytes, at, isReceived: false)
            case .decision(let step, let evidence):
                events.append(.decision(Decision(at: at, step: step, evidence: evidence)))
            }
        }
    }

    var messages: [Message] {
        events.compactMap { if case .message(let message) = $0 { message } else { nil } }
    }

    var decisions: [Decision] {
        events.compactMap { if case .decision(let decision) = $0 { decision } else { nil } }
    }

    // MARK: - Putting it together

    /// Octets that are decoded of a call's beginning, and again of its end: a storm under one
    /// Call-ID could be as large as the trace itself.
    private static let most = 1 << 20

    /// - Returns: where its beginning ends and its end begins.
    private static func bounds(of entries: [TraceIndex.Entry]) -> (head: Int, tail: Int) {
        func count(_ entries: some Sequence<TraceIndex.Entry>) -> Int {
            var size = 0
            return entries.prefix { entry in
                size += entry.mark.place.count
                return size <= most
            }.count
        }
        let head = count(entries)
        return (head, max(head, entries.count - count(entries.reversed())))
    }

    private mutating func add(_ bytes: TracedBytes, _ at: Int64, isReceived: Bool) {
        let key = Seen(isReceived: isReceived, remote: bytes.flow.remote, octets: bytes.octets)
        var message = Message(
            at: at, isReceived: isReceived, flow: bytes.flow,
            reading: MessageReading(bytes.octets))
        if let first = seen[key], case .message(let earlier) = events[first] {
            message.isRetransmission = true
            message.madeFrom = earlier.madeFrom
        } else {
            seen[key] = events.count
            if !isReceived { message.madeFrom = origin(of: message.reading) }
        }
        events.append(.message(message))
    }

    /// How many events may lie between a message and the one that it was made from.
    private static let longestWayBack = 400

    /// The last message that came in of which this one is what was passed on: a request with our
    /// Via on top of the sender's, a response with our Via taken off.
    private func origin(of sent: MessageReading) -> Int? {
        let vias = sent.vias.map(MessageReading.branch(of:))
        for place in events.indices.suffix(Self.longestWayBack).reversed() {
            guard case .message(let message) = events[place], message.isReceived,
                message.reading.isSIP, message.reading.cseq == sent.cseq
            else { continue }
            let earlier = message.reading.vias.map(MessageReading.branch(of:))
            if sent.isRequest {
                guard message.reading.method == sent.method, vias.count > 1 else { continue }
                if vias[1] == earlier.first { return place }
            } else {
                guard message.reading.status == sent.status, earlier.count > 1 else { continue }
                if earlier[1] == vias.first { return place }
            }
        }
        return nil
    }
}
