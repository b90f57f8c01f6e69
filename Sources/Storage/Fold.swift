/// A fold under way: the journal's states going into their rows, a slice at a time so that no phone
/// waits long.
struct Fold: Sendable {
    private let entries: [Int64: JournalEntry]
    private let order: [Int64]
    private var done = 0
    /// The last batch that it covers.
    let through: Int64

    init(_ entries: [Int64: JournalEntry], through: Int64) {
        self.entries = entries
        self.through = through
        // In the order of the rows, so that each page is written once.
        order = entries.keys.sorted()
    }

    var isDone: Bool { done == order.count }

    func slice(_ length: Int) -> [(subscriber: Int64, entry: JournalEntry)] {
        order[done..<min(order.count, done + length)].map { ($0, entries[$0]!) }
    }

    /// Notes that the next so many are in their rows, durably.
    mutating func advance(_ length: Int) { done += length }

    /// True when a slice of so many is the last.
    func endsWith(_ length: Int) -> Bool { done + length == order.count }
}
