import Determinism
import Testing

/// A seed is a whole sequence.
struct EntropySourceTests {
    @Test func `The same seed gives the same numbers and another seed others`() {
        var first = EntropySource(seed: 42)
        var second = EntropySource(seed: 42)
        var other = EntropySource(seed: 43)
        let numbers = (0..<100).map { _ in first.next() }
        #expect(numbers == (0..<100).map { _ in second.next() })
        #expect(numbers != (0..<100).map { _ in other.next() })
        #expect(Set(numbers).count == 100)
    }

    @Test func `Every bit is set about half of the time, from seed zero too`() {
        var entropy = EntropySource(seed: 0)
        var counts = [Int](repeating: 0, count: 64)
        for _ in 0..<4000 {
            let number = entropy.next()
            for bit in 0..<64 where number >> UInt64(bit) & 1 == 1 { counts[bit] += 1 }
        }
        for count in counts { #expect((1800...2200).contains(count)) }
    }
}
