package import NIOCore
package import NetworkAddresses

/// Appends text to bytes: the one way in which messages are written.
///
/// Backed by an array: its appends cost a third of a `ByteBuffer`'s, for which one copy at the end
/// is cheap.
package struct ByteWriter: Sendable {
    private var bytes: [UInt8] = []
    private let allocator: ByteBufferAllocator

    /// - Parameter allocator: makes the `buffer` at the end.
    package init(capacity: Int = 0, allocator: ByteBufferAllocator = ByteBufferAllocator()) {
        bytes.reserveCapacity(capacity)
        self.allocator = allocator
    }

    package var count: Int { bytes.count }

    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { bytes.span }
    }

    /// What has been written, in a buffer of exactly that size; each reading of it makes one.
    package var buffer: ByteBuffer {
        var buffer = allocator.buffer(capacity: bytes.count)
        buffer.fill(bytes.count) { $0.append(bytes.span, 0, bytes.count) }
        return buffer
    }

    /// Forgets the bytes and keeps the memory.
    package mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    package mutating func write(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Out of favour, so that a literal is a `StaticString`.
    @_disfavoredOverload
    package mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

    package mutating func write(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

    package mutating func write(_ bytes: Span<UInt8>) {
        bytes.withUnsafeBufferPointer { self.bytes.append(contentsOf: $0) }
    }

    package mutating func write(byte: UInt8) { bytes.append(byte) }

    /// A negative number is written as 0.
    @inline(__always)
    package mutating func writeDecimal(_ number: some FixedWidthInteger) {
        writeDigits(number < 0 ? 0 : UInt64(truncatingIfNeeded: number), radix: 10)
    }

    /// In lower case, without leading zeros.
    package mutating func writeHex(_ number: UInt64) { writeDigits(number, radix: 16) }

    /// In lower case, sixteen digits.
    package mutating func writeHex16(_ number: UInt64) {
        for place in stride(from: 60 as UInt64, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> place) & 15
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }

    /// As a Via or URI has it: IPv6 in brackets.
    package mutating func write(_ address: IPAddress) {
        guard let v4 = address.v4 else {
            write(address.hostText)
            return
        }
        writeOctet(v4 >> 24)
        for shift in stride(from: 16 as UInt32, through: 0, by: -8) {
            write(byte: UInt8(ascii: "."))
            writeOctet(v4 >> shift & 255)
        }
    }

    /// As the `received` parameter has it: IPv6 without brackets (RFC 3261 25.1 `via-received`).
    package mutating func write(received address: IPAddress) {
        if address.isV4 { write(address) } else { write(address.description) }
    }

    /// As `host:port`.
    package mutating func write(_ endpoint: SocketEndpoint) {
        write(endpoint.address)
        write(byte: UInt8(ascii: ":"))
        writeDecimal(endpoint.port)
    }

    private mutating func writeOctet(_ octet: UInt32) {
        if octet >= 100 { bytes.append(Self.digit(octet / 100)) }
        if octet >= 10 { bytes.append(Self.digit(octet / 10 % 10)) }
        bytes.append(Self.digit(octet % 10))
    }

    /// 20 digits hold any number, in either radix.
    private mutating func writeDigits(_ number: UInt64, radix: UInt64) {
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = number
        repeat {
            first -= 1
            digits[first] = Self.digit(
                UInt32(truncatingIfNeeded: radix == 16 ? rest & 15 : rest % 10))
            rest = radix == 16 ? rest >> 4 : rest / 10
        } while rest > 0
        write(digits.span.extracting(first..<20))
    }

    @inline(__always)
    private static func digit(_ value: UInt32) -> UInt8 {
        UInt8(truncatingIfNeeded: value < 10 ? 0x30 + value : 0x57 + value)
    }
}
