/// Values in the order in which they came, taken away at the front: an array whose head moves.
struct RecentValues<Value> {
    private var storage: [Value] = []
    private var head = 0

    init(_ values: [Value] = []) { storage = values }

    var count: Int { storage.count - head }
    var values: ArraySlice<Value> { storage[head...] }

    mutating func append(_ value: Value) { storage.append(value) }

    mutating func removeFirst() -> Value? {
        guard head < storage.count else { return nil }
        defer {
            head += 1
            if head > 64, head > storage.count / 2 {
                storage.removeFirst(head)
                head = 0
            }
        }
        return storage[head]
    }
}
