package import Determinism
package import NetworkAddresses
package import SIPTransports

/// One record of a trace log, decoded.
package struct TraceRecord: Sendable, Hashable {
    package var at: Instant
    /// The same for every record of one call; 0 where no message of it could be read.
    package var call: UInt64
    package var body: Body

    package enum Body: Sendable, Hashable {
        case received(TracedBytes)
        case sent(TracedBytes)
        case decision(DecisionStep, [Evidence])
    }

    package init(at: Instant, call: UInt64, body: Body) {
        self.at = at
        self.call = call
        self.body = body
    }
}

/// A message as it was on the wire.
package struct TracedBytes: Sendable, Hashable {
    package var flow: Flow
    package var octets: [UInt8]

    package init(flow: Flow, octets: [UInt8]) {
        self.flow = flow
        self.octets = octets
    }
}

/// What a decision rests on.
package enum Evidence: Sendable, Hashable {
    case number(Int64)
    /// As it was written by a peer or an operator: for people only.
    case text(String)
    case endpoint(SocketEndpoint)
}

extension TraceLog {
    /// Every record in order, decoded.
    package var records: [TraceRecord] {
        var records: [TraceRecord] = []
        forEachRecord { records.append($0) }
        return records
    }

    /// Hands out every record in order without keeping them.
    package func forEachRecord(_ body: (TraceRecord) -> Void) {
        bytes.withUnsafeBytes { raw in
            var reader = TraceReader(raw)
            while let record = reader.next() { body(record) }
        }
    }

    /// The calls and octets of every record, for whoever only wants to know what is in it.
    package func forEachCall(_ body: (_ call: UInt64, _ record: Range<Int>) -> Void) {
        bytes.withUnsafeBytes { raw in
            var start = 0
            while start < raw.count {
                let head = raw.loadUnaligned(fromByteOffset: start, as: RecordHead.self)
                let end = start + Int(head.length)
                body(head.call, start..<end)
                start = end
            }
        }
    }

    /// Adds records of another log as they are.
    package mutating func append(_ records: Range<Int>, of log: TraceLog) {
        bytes.append(contentsOf: log.bytes[records])
    }
}

/// Decodes a log from its first octet on; trusts it, for only `TraceLog` writes one.
struct TraceReader {
    static let bodyOffset = MemoryLayout<RecordHead>.size
    static let messageOffset = bodyOffset + MemoryLayout<Flow>.size
    private let raw: UnsafeRawBufferPointer
    private var place = 0

    init(_ raw: UnsafeRawBufferPointer) { self.raw = raw }

    mutating func next() -> TraceRecord? {
        guard place < raw.count else { return nil }
        let start = place
        let head = take(RecordHead.self)
        let end = start + Int(head.length)
        let (at, call) = (head.at, head.call)
        switch head.kind {
        case .received: return TraceRecord(at: at, call: call, body: .received(message(end)))
        case .sent: return TraceRecord(at: at, call: call, body: .sent(message(end)))
        case .decision:
            let step = DecisionStep(rawValue: take(UInt8.self))!
            var evidence: [Evidence] = []
            while place < end { evidence.append(piece()) }
            return TraceRecord(at: at, call: call, body: .decision(step, evidence))
        }
    }

    private mutating func message(_ end: Int) -> TracedBytes {
        let flow = take(Flow.self)
        let octets = Array(raw[place..<end])
        place = end
        return TracedBytes(flow: flow, octets: octets)
    }

    private mutating func piece() -> Evidence {
        switch EvidenceTag(rawValue: take(UInt8.self))! {
        case .number: return .number(take(Int64.self))
        case .endpoint: return .endpoint(take(SocketEndpoint.self))
        case .text:
            let count = Int(take(UInt16.self))
            defer { place += count }
            return .text(String(decoding: raw[place..<place + count], as: UTF8.self))
        }
    }

    private mutating func take<Value: BitwiseCopyable>(_ type: Value.Type) -> Value {
        defer { place += MemoryLayout<Value>.size }
        return raw.loadUnaligned(fromByteOffset: place, as: type)
    }
}
