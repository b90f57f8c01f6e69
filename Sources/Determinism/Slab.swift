/// A name for a value in a `Slab`; it goes stale when the value is removed.
@usableFromInline
package struct Handle: Hashable, Sendable {
    @usableFromInline package let index: UInt32
    @usableFromInline package let generation: UInt32

    @inlinable
    package init(index: UInt32, generation: UInt32) {
        self.index = index
        self.generation = generation
    }

    /// Both halves in one number, index in the low bits; `init(raw:)` reads it back.
    @inlinable
    package var raw: UInt64 { UInt64(generation) << 32 | UInt64(index) }

    @inlinable
    package init(raw: UInt64) {
        self.init(
            index: UInt32(truncatingIfNeeded: raw),
            generation: UInt32(truncatingIfNeeded: raw >> 32))
    }
}

/// A bounded table of values under handles, with O(1) insert, find and remove and no allocation
/// once warm.
///
/// A handle of a removed value never finds its successor in the same place: generations tell them
/// apart.
/// - Note: inlinable by name, for the optimizer does not carry accessors that yield into other
///   modules by itself, and an unspecialized one asks the runtime for its types at every call.
@usableFromInline
package struct Slab<Element> {
    @usableFromInline
    struct Slot {
        @usableFromInline var generation: UInt32
        @usableFromInline var element: Element?

        @inlinable
        init(generation: UInt32, element: Element?) {
            self.generation = generation
            self.element = element
        }
    }

    @usableFromInline var slots: ContiguousArray<Slot> = []
    @usableFromInline var free: ContiguousArray<UInt32> = []
    /// The most values it will hold.
    @usableFromInline package let limit: Int

    package init(limit: Int) { self.limit = limit }

    @inlinable
    package var count: Int { slots.count - free.count }
    @inlinable
    package var isEmpty: Bool { count == 0 }
    @inlinable
    package var isFull: Bool { count >= limit }

    /// - Returns: nil when the table is full.
    @inlinable
    package mutating func insert(_ element: consuming Element) -> Handle? {
        if let index = free.popLast() {
            slots[Int(index)].element = consume element
            return Handle(index: index, generation: slots[Int(index)].generation)
        }
        guard slots.count < limit else { return nil }
        slots.append(Slot(generation: 1, element: consume element))
        return Handle(index: UInt32(slots.count - 1), generation: 1)
    }

    @inlinable
    package func contains(_ handle: Handle) -> Bool {
        let index = Int(handle.index)
        return index < slots.count && slots[index].generation == handle.generation
            && slots[index].element != nil
    }

    /// Reads or changes in place; nil and writes to nil are ignored for a stale handle.
    @inlinable
    package subscript(handle: Handle) -> Element? {
        _read {
            if contains(handle) {
                yield slots[Int(handle.index)].element
            } else {
                yield nil
            }
        }
        _modify {
            if contains(handle) {
                yield &slots[Int(handle.index)].element
            } else {
                var nothing: Element?
                yield &nothing
            }
        }
    }

    @inlinable
    @discardableResult
    package mutating func remove(_ handle: Handle) -> Element? {
        guard contains(handle) else { return nil }
        let index = Int(handle.index)
        let element = slots[index].element.take()
        slots[index].generation &+= 1
        free.append(handle.index)
        return element
    }

    /// All live handles, in index order.
    package var handles: [Handle] {
        slots.indices.compactMap { index in
            slots[index].element == nil
                ? nil : Handle(index: UInt32(index), generation: slots[index].generation)
        }
    }
}
