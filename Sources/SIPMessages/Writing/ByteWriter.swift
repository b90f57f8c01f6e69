package import NIOCore
package import NetworkAddresses

/// Appends text to bytes: the one way in which messages are written.
package struct ByteWriter: Sendable {
    /// What has been written are its readable bytes.
    package internal(set) var buffer: ByteBuffer

    package init(capacity: Int = 0, allocator: ByteBufferAllocator = ByteBufferAllocator()) {
        buffer = allocator.buffer(capacity: capacity)
    }

    package var count: Int { buffer.readableBytes }

    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { buffer.readableBytesUInt8Span }
    }

    /// Forgets the bytes and keeps the memory.
    package mutating func clear() { buffer.clear() }

    package mutating func write(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    package mutating func write(_ text: String) { buffer.writeString(text) }

    package mutating func write(_ bytes: [UInt8]) { buffer.writeBytes(bytes) }

    package mutating func write(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBytes { append($0) }
    }

    package mutating func write(byte: UInt8) { buffer.writeInteger(byte) }

    package mutating func writeDecimal(_ number: some BinaryInteger) { writeDigits(UInt64(number), radix: 10) }

    /// In lower case, without leading zeros.
    package mutating func writeHex(_ number: UInt64) { writeDigits(number, radix: 16) }

    /// As a Via or URI has it: IPv6 in brackets.
    package mutating func write(_ address: IPAddress) {
        guard let v4 = address.v4 else {
            write(address.hostText)
            return
        }
        var shift: UInt32 = 24
        while true {
            writeDecimal(v4 >> shift & 255)
            guard shift > 0 else { return }
            write(byte: UInt8(ascii: "."))
            shift -= 8
        }
    }

    /// As `host:port`.
    package mutating func write(_ endpoint: SocketEndpoint) {
        write(endpoint.address)
        write(byte: UInt8(ascii: ":"))
        writeDecimal(endpoint.port)
    }

    /// One copy; `writeBytes` of the buffer goes through a generic collection first.
    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count > 0 else { return }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: bytes.count) {
            $0.copyMemory(from: bytes)
            return bytes.count
        }
    }

    private mutating func writeDigits(_ number: UInt64, radix: UInt64) {
        var count = 1
        var rest = number / radix
        while rest > 0 {
            rest /= radix
            count += 1
        }
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count) { bytes in
            var rest = number
            for index in stride(from: count - 1, through: 0, by: -1) {
                let digit = UInt8(truncatingIfNeeded: rest % radix)
                bytes[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
                rest /= radix
            }
            return count
        }
    }
}
