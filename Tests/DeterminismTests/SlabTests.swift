import Determinism
import Testing

/// Values under handles that go stale.
struct SlabTests {
    /// The handle of a value that must have found room.
    private static func handle(_ inserted: Handle?) -> Handle {
        guard let inserted else { preconditionFailure("the table is full") }
        return inserted
    }

    @Test func `A value is found under its handle until it is removed`() {
        var slab = Slab<String>(limit: 4)
        let handle = Self.handle(slab.insert("a"))
        #expect(slab[handle] == "a" && slab.contains(handle) && slab.count == 1)
        #expect(slab.remove(handle) == "a")
        #expect(slab[handle] == nil && !slab.contains(handle) && slab.isEmpty)
        #expect(slab.remove(handle) == nil)
    }

    @Test func `An old handle does not find the value that came after it`() {
        var slab = Slab<String>(limit: 4)
        let old = Self.handle(slab.insert("old"))
        slab.remove(old)
        let new = Self.handle(slab.insert("new"))
        #expect(new.index == old.index && new != old)
        #expect(slab[old] == nil && slab[new] == "new")
        slab[old] = "wrong"
        #expect(slab[new] == "new", "what is written to a stale handle goes nowhere")
    }

    @Test func `A value is changed in place`() {
        var slab = Slab<[Int]>(limit: 4)
        let handle = Self.handle(slab.insert([1]))
        slab[handle]?.append(2)
        #expect(slab[handle] == [1, 2])
    }

    @Test func `A full table takes no more until something goes`() {
        var slab = Slab<Int>(limit: 2)
        let first = Self.handle(slab.insert(1))
        _ = Self.handle(slab.insert(2))
        #expect(slab.isFull && slab.insert(3) == nil)
        slab.remove(first)
        #expect(slab.insert(3) != nil)
    }

    @Test func `A handle survives being a number`() {
        let handle = Handle(index: 0xDEAD_BEEF, generation: 0x1234_5678)
        #expect(Handle(raw: handle.raw) == handle)
    }

    @Test func `Its handles are those of the values that are there`() {
        var slab = Slab<Int>(limit: 10)
        let handles = (0..<5).compactMap { slab.insert($0) }
        slab.remove(handles[1])
        slab.remove(handles[3])
        #expect(slab.handles == [handles[0], handles[2], handles[4]])
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `It agrees with a dictionary over any sequence of changes`(seed: UInt64) {
        var entropy = EntropySource(seed: seed)
        var slab = Slab<Int>(limit: 50)
        var model: [Handle: Int] = [:]
        var gone: [Handle] = []
        for value in 0..<3000 {
            if entropy.next() % 2 == 0 || model.isEmpty {
                if let handle = slab.insert(value) {
                    #expect(model[handle] == nil && !gone.contains(handle))
                    model[handle] = value
                } else {
                    #expect(model.count == 50)
                }
            } else {
                let handle = model.keys.sorted { $0.raw < $1.raw }[
                    Int(entropy.next() % UInt64(model.count))]
                #expect(slab.remove(handle) == model.removeValue(forKey: handle))
                gone.append(handle)
            }
        }
        #expect(slab.count == model.count)
        for (handle, value) in model { #expect(slab[handle] == value) }
    }
}
