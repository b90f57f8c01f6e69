package import Determinism
package import NetworkAddresses
package import SIPTransports

/// What an engine did, in order: messages in and out and the decisions between them, as flat bytes.
///
/// Appending is a copy into memory that is there already: no allocation, no reference count. Whoever
/// reads takes the whole log and decodes it elsewhere (`TraceLog.records`). A record belongs to
/// the call whose key it carries; 0 where no message of it could be read.
package struct TraceLog: Sendable {
    var bytes: [UInt8] = []
    /// Where the record begins that evidence is being added to.
    private var open = 0

    /// - Parameter capacity: octets that are set aside at once.
    package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package var isEmpty: Bool { bytes.isEmpty }
    /// - Units: octets.
    package var size: Int { bytes.count }
    /// Memory that it holds, used or not.
    /// - Units: octets.
    package var capacity: Int { bytes.capacity }

    /// Empties it and keeps its memory.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// A message arrived or left.
    package mutating func message(
        _ kind: TraceKind, _ message: Span<UInt8>, over flow: Flow, at time: Instant, call: UInt64
    ) {
        begin(kind, time, call, body: MemoryLayout<Flow>.size + message.count)
        append(flow)
        message.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }

    /// A decision; its evidence follows by `evidence`, at once.
    package mutating func decision(_ step: DecisionStep, at time: Instant, call: UInt64) {
        begin(.decision, time, call, body: 1)
        bytes.append(step.rawValue)
    }

    package mutating func evidence(_ number: Int64) {
        bytes.append(EvidenceTag.number.rawValue)
        append(number)
        close()
    }

    package mutating func evidence(_ text: StaticString) {
        text.withUTF8Buffer { evidence(octets: UnsafeBufferPointer(rebasing: $0[...])) }
    }

    package mutating func evidence(_ text: String) {
        var text = text
        text.withUTF8 { evidence(octets: $0) }
    }

    package mutating func evidence(_ text: Span<UInt8>) {
        text.withUnsafeBufferPointer { evidence(octets: $0) }
    }

    package mutating func evidence(_ endpoint: SocketEndpoint) {
        bytes.append(EvidenceTag.endpoint.rawValue)
        append(endpoint)
        close()
    }

    private mutating func evidence(octets: UnsafeBufferPointer<UInt8>) {
        let count = min(octets.count, Self.longestText)
        bytes.append(EvidenceTag.text.rawValue)
        append(UInt16(count))
        bytes.append(contentsOf: octets[..<count])
        close()
    }

    // MARK: - Layout

    /// Longer evidence is cut.
    static var longestText: Int { 255 }

    /// - Parameter body: how many octets follow the head.
    private mutating func begin(
        _ kind: TraceKind, _ time: Instant, _ call: UInt64, body: Int
    ) {
        open = bytes.count
        append(
            RecordHead(
                length: UInt32(MemoryLayout<RecordHead>.size + body), kind: kind, at: time,
                call: call))
    }

    /// Writes the length of the record that was begun last anew: evidence has come to it.
    private mutating func close() {
        let length = UInt32(bytes.count - open)
        bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: length, toByteOffset: open, as: UInt32.self)
        }
    }

    private mutating func append<Value: BitwiseCopyable>(_ value: Value) {
        withUnsafeBytes(of: value) { bytes.append(contentsOf: $0) }
    }
}

/// What every record begins with, as it lies in the log.
struct RecordHead: BitwiseCopyable {
    /// Of the whole record; first, for it is written anew.
    /// - Units: octets.
    var length: UInt32
    var kind: TraceKind
    var at: Instant
    var call: UInt64
}

/// What a record of a trace log is.
package enum TraceKind: UInt8, Sendable, BitwiseCopyable {
    case received
    case sent
    case decision
}

enum EvidenceTag: UInt8 {
    case number
    case text
    case endpoint
}
