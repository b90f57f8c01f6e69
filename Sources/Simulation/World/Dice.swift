import Determinism

/// A seed's chance.
struct Dice {
    private var entropy: EntropySource

    init(seed: UInt64) { entropy = EntropySource(seed: seed) }

    /// 0 ..< limit.
    mutating func below(_ limit: Int) -> Int { Int(entropy.next() % UInt64(limit)) }

    mutating func chance(_ probability: Double) -> Bool {
        Double(entropy.next() >> 11) / 0x1p53 < probability
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    mutating func milliseconds(_ range: ClosedRange<Int>) -> Interval {
        .milliseconds(Int64(range.lowerBound + below(range.count)))
    }

    mutating func number() -> UInt64 { entropy.next() }
}
