import NIOCore

/// The memory of a buffer while it is filled from front to back.
struct Filling: ~Copyable {
    fileprivate var target: UnsafeMutableRawBufferPointer
    fileprivate var count = 0

    /// Copies part of the source; nothing if `start` is not before `end`.
    @inline(__always)
    mutating func append(_ source: Span<UInt8>, _ start: Int, _ end: Int) {
        guard start < end else { return }
        let length = end - start
        precondition(length <= target.count - count, "a message came out longer than was reckoned")
        source.extracting(start..<end).withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: target[count..<count + length]).copyMemory(
                from: bytes)
        }
        count += length
    }
}

extension ByteBuffer {
    /// Appends what the closure copies, entering the buffer's memory once instead of once a piece.
    ///
    /// - Parameter size: the most that will be copied.
    mutating func fill(_ size: Int, _ body: (inout Filling) -> Void) {
        writeWithUnsafeMutableBytes(minimumWritableBytes: size) { target in
            var filling = Filling(target: target)
            body(&filling)
            return filling.count
        }
    }
}
