import Determinism
import Subscribers

/// One subscriber's bindings on their way to its row: encoded, with what the row shows beside them.
struct JournalEntry: Sendable {
    /// A `BindingBlob`.
    var blob: [UInt8]
    /// 0 for a subscriber that has no bindings any more; the times mean nothing then.
    var count: Int
    var earliest: WallTime
    var latest: WallTime

    /// - Parameter run: of the node that holds the flows' connections.
    init(_ bindings: [Binding], run: UInt64) {
        var blob: [UInt8] = []
        blob.reserveCapacity(160 * max(1, bindings.count))
        BindingBlob.encode(bindings, run: run, into: &blob)
        self.init(blob, bindings)
    }

    /// Reads back what an earlier run left.
    init(blob: [UInt8]) throws(BindingBlob.Unreadable) {
        self.init(blob, try BindingBlob.decode(blob.span, run: 0))
    }

    private init(_ blob: [UInt8], _ bindings: [Binding]) {
        self.blob = blob
        count = bindings.count
        earliest = bindings.first?.expires ?? WallTime(milliseconds: 0)
        latest = earliest
        for binding in bindings.dropFirst() {
            earliest = min(earliest, binding.expires)
            latest = max(latest, binding.expires)
        }
    }
}

/// The registrations of one commit as octets: for each a subscriber's row number and its blob.
enum JournalBatch {
    static func append(_ entry: JournalEntry, of subscriber: Int64, to batch: inout [UInt8]) {
        batch.append(number: UInt64(bitPattern: subscriber))
        batch.append(text: entry.blob)
    }

    /// Calls `body` for each entry, in the order in which they were written.
    static func read(
        _ batch: Span<UInt8>, _ body: (Int64, [UInt8]) -> Void
    ) throws(BindingBlob.Unreadable) {
        var reader = BlobReader(batch)
        while !reader.isAtEnd {
            let subscriber = Int64(bitPattern: try reader.number())
            body(subscriber, try reader.text())
        }
    }
}
