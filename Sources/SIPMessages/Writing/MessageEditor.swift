package import NIOCore

/// Changes a message by splicing: unchanged bytes are copied in runs, edits are put in between.
///
/// RFC 3261 16.6: a proxy touches what it must and keeps the rest, order and spelling included.
/// Reusable: `clear()` keeps its memory, so a warmed editor allocates nothing but the message that
/// it writes.
/// - Note: edits come in any order; those at one offset keep their order; they must not overlap.
package struct MessageEditor: Sendable {
    private struct Edit {
        /// What is replaced, in offsets of the message.
        var replaced: ByteRange
        /// The new bytes, in offsets of the scratch.
        var start: Int
        var end: Int
    }

    private var edits: ContiguousArray<Edit> = []
    private var scratch = ByteWriter()

    package init() {}

    package var isEmpty: Bool { edits.isEmpty }

    /// Forgets all edits.
    package mutating func clear() {
        edits.removeAll(keepingCapacity: true)
        scratch.clear()
    }

    /// Puts what the closure writes in the place of a part of the message.
    package mutating func replace(_ range: ByteRange, writing write: (inout ByteWriter) -> Void) {
        let start = scratch.count
        write(&scratch)
        add(Edit(replaced: range, start: start, end: scratch.count))
    }

    package mutating func replace(_ range: ByteRange, with text: StaticString) {
        replace(range) { $0.write(text) }
    }

    @_disfavoredOverload
    package mutating func replace(_ range: ByteRange, with text: String) {
        replace(range) { $0.write(text) }
    }

    package mutating func replace(_ range: ByteRange, with bytes: [UInt8]) {
        replace(range) { $0.write(bytes) }
    }

    package mutating func replace(_ range: ByteRange, with bytes: Span<UInt8>) {
        let start = scratch.count
        scratch.write(bytes)
        add(Edit(replaced: range, start: start, end: scratch.count))
    }

    package mutating func remove(_ range: ByteRange) {
        add(Edit(replaced: range, start: scratch.count, end: scratch.count))
    }

    /// Puts what the closure writes before the byte at that offset.
    package mutating func insert(at offset: Int, writing write: (inout ByteWriter) -> Void) {
        replace(ByteRange(offset, offset), writing: write)
    }

    package mutating func insert(at offset: Int, _ text: StaticString) {
        replace(ByteRange(offset, offset), with: text)
    }

    @_disfavoredOverload
    package mutating func insert(at offset: Int, _ text: String) {
        replace(ByteRange(offset, offset), with: text)
    }

    package mutating func insert(at offset: Int, _ bytes: [UInt8]) {
        replace(ByteRange(offset, offset), with: bytes)
    }

    package mutating func insert(at offset: Int, _ bytes: Span<UInt8>) {
        replace(ByteRange(offset, offset), with: bytes)
    }

    /// Writes the edited message, up to the end of its body: octets behind it are not part of it.
    ///
    /// - Cost: linear in the message and the edits; one buffer of the exact size.
    package func write(
        _ message: borrowing SIPMessage, allocator: ByteBufferAllocator = ByteBufferAllocator()
    ) -> ByteBuffer {
        let span = message.span
        let end = message.body.end
        let new = scratch.span
        var output = allocator.buffer(capacity: size(end))
        output.fill(size(end)) { filling in
            var cursor = 0
            for edit in edits {
                filling.append(span, cursor, edit.replaced.start)
                filling.append(new, edit.start, edit.end)
                cursor = max(cursor, edit.replaced.end)
            }
            filling.append(span, cursor, end)
        }
        return output
    }

    /// The size of the edited message.
    private func size(_ end: Int) -> Int {
        var size = 0
        var cursor = 0
        for edit in edits {
            size += max(edit.replaced.start - cursor, 0) + edit.end - edit.start
            cursor = max(cursor, edit.replaced.end)
        }
        return size + max(end - cursor, 0)
    }

    /// Keeps the edits in order of their offsets; edits mostly come in that order already.
    private mutating func add(_ edit: Edit) {
        var index = edits.count
        while index > 0, edits[index - 1].replaced.start > edit.replaced.start { index -= 1 }
        assert(
            index == 0 || edits[index - 1].replaced.end <= edit.replaced.start
                || edit.replaced.isEmpty
                    && edits[index - 1].replaced.start == edit.replaced.start,
            "an edit overlaps the one before it: replace or remove each part of a message once")
        assert(
            index == edits.count || edit.replaced.end <= edits[index].replaced.start,
            "an edit overlaps the one behind it: replace or remove each part of a message once")
        if index == edits.count {
            edits.append(edit)
        } else {
            edits.insert(edit, at: index)
        }
    }
}
