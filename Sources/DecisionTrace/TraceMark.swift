package import Determinism

/// What can be told of a record at a glance, without decoding it.
package struct TraceMark: Sendable {
    package var kind: TraceKind
    package var at: Instant
    package var call: UInt64
    /// Its octets in the log.
    package var place: Range<Int>
    /// A message that arrived or left as a request.
    package var isRequest: Bool
    /// An INVITE, one way or the other.
    package var isInvite: Bool
    /// What was decided; nil for a message.
    package var step: DecisionStep?
    /// The first piece of evidence, where it is a number: the status of `.answered`.
    package var number: Int64?
}

extension TraceLog {
    /// Hands out what every record is, in order.
    ///
    /// - Cost: no allocation; some 30 ns a record.
    package func forEachMark(_ body: (TraceMark) -> Void) {
        bytes.withUnsafeBytes { raw in
            var start = 0
            while start < raw.count {
                let mark = TraceReader.mark(raw, at: start)
                body(mark)
                start = mark.place.upperBound
            }
        }
    }

    /// Decodes one record.
    ///
    /// - Parameter place: as `forEachMark` told it.
    package func record(at place: Range<Int>) -> TraceRecord {
        bytes.withUnsafeBytes { raw in
            var reader = TraceReader(UnsafeRawBufferPointer(rebasing: raw[place]))
            return reader.next()!
        }
    }
}

extension TraceReader {
    /// `SIP/`, `INVITE ` and what counts of eight octets, as this machine loads them.
    private static let statusLine = UInt32(littleEndian: 0x2F50_4953)
    private static let inviteLine = UInt64(littleEndian: 0x0020_4554_4956_4E49)
    private static let inviteMask = UInt64(littleEndian: 0x00FF_FFFF_FFFF_FFFF)

    static func mark(_ raw: UnsafeRawBufferPointer, at start: Int) -> TraceMark {
        func value<Value: BitwiseCopyable>(_ offset: Int, as type: Value.Type) -> Value {
            raw.loadUnaligned(fromByteOffset: start + offset, as: type)
        }
        let head = value(0, as: RecordHead.self)
        let length = Int(head.length)
        var mark = TraceMark(
            kind: head.kind, at: head.at, call: head.call, place: start..<start + length,
            isRequest: false, isInvite: false)
        switch mark.kind {
        case .received, .sent:
            // As numbers: this runs for every message on the event loop.
            let count = length - messageOffset
            mark.isRequest = count < 4 || value(messageOffset, as: UInt32.self) != statusLine
            mark.isInvite =
                count >= 8
                && value(messageOffset, as: UInt64.self) & inviteMask == inviteLine
        case .decision:
            mark.step = DecisionStep(rawValue: value(bodyOffset, as: UInt8.self))!
            let tag = bodyOffset + 1
            if length > tag, value(tag, as: UInt8.self) == EvidenceTag.number.rawValue {
                mark.number = value(tag + 1, as: Int64.self)
            }
        }
        return mark
    }
}
