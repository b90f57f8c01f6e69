import SIPMessages
import Testing

/// What is held or passed by the hundred thousand must not grow unnoticed.
@Suite("Sizes")
struct LayoutTests {
    @Test("Hot values keep their size")
    func sizes() {
        #expect(MemoryLayout<ByteRange>.size == 4)
        #expect(MemoryLayout<HeaderName>.size == 1)
        #expect(MemoryLayout<SIPMethod>.size == 1)
        #expect(MemoryLayout<HeaderField>.stride == 14)
        #expect(MemoryLayout<SIPURI>.size <= 40)
        #expect(MemoryLayout<NameAddress>.size <= 56)
        #expect(MemoryLayout<Via>.size <= 36)
        #expect(MemoryLayout<Envelope>.size <= 240)
        #expect(MemoryLayout<SIPMessage>.size <= 56)
    }
}
