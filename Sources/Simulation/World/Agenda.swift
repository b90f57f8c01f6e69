import Determinism

/// What will happen, in order of time; what is due at one moment happens in the order it was
/// planned.
struct Agenda {
    private struct Entry {
        var time: Instant
        var serial: UInt64
        var happen: () -> Void

        func isBefore(_ other: Entry) -> Bool { (time, serial) < (other.time, other.serial) }
    }

    /// A binary heap, the next one first.
    private var heap: [Entry] = []
    private var lastSerial: UInt64 = 0

    var next: Instant? { heap.first?.time }

    mutating func plan(at time: Instant, _ happen: @escaping () -> Void) {
        lastSerial += 1
        heap.append(Entry(time: time, serial: lastSerial, happen: happen))
        var place = heap.count - 1
        while place > 0, heap[place].isBefore(heap[(place - 1) / 2]) {
            heap.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    /// Takes the next happening out; nil when there is none.
    mutating func take() -> (() -> Void)? {
        guard let first = heap.first else { return nil }
        let last = heap.removeLast()
        guard !heap.isEmpty else { return first.happen }
        heap[0] = last
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            if least == place { return first.happen }
            heap.swapAt(place, least)
            place = least
        }
    }
}
