import CZlib

/// Octets as gzip packs them (RFC 1952), by zlib.
enum Gzip {
    /// Window of 32 KiB, and 16 more for gzip's own header and trailer.
    private static let windowBits: Int32 = 15 + 16
    private static let memoryLevel: Int32 = 8

    /// - Precondition: zlib has memory for its 256 KiB of state.
    static func pack(_ octets: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        let isReady = deflateInit2_(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, memoryLevel,
            Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(isReady == Z_OK, "zlib cannot begin")
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(octets.count)))
        var input = octets
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: room) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                // There is room for all, so that it takes one call.
                let end = deflate(&stream, Z_FINISH)
                precondition(end == Z_STREAM_END, "zlib packs more than it said")
                count = output.count - Int(stream.avail_out)
            }
        }
    }
}
