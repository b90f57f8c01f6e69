import Determinism

/// Damages messages by chance, the same way for the same seed.
struct Mutation {
    private var entropy: EntropySource

    init(seed: UInt64) { entropy = EntropySource(seed: seed) }

    /// One of the originals with one to eight of its parts flipped, doubled, dropped, moved or
    /// taken from another.
    mutating func mutate(_ originals: [[UInt8]]) -> [UInt8] {
        var bytes = originals[below(originals.count)]
        for _ in 0...below(8) {
            let range = someRange(bytes.count)
            switch below(7) {
            case 0:
                guard !range.isEmpty else { continue }
                bytes[range.lowerBound] ^= 1 << UInt8(below(8))
            case 1: bytes.insert(contentsOf: bytes[range], at: below(bytes.count + 1))
            case 2: bytes.removeSubrange(range)
            case 3:
                let other = originals[below(originals.count)]
                bytes.replaceSubrange(range, with: other[someRange(other.count)])
            case 4:
                bytes.insert(UInt8(truncatingIfNeeded: entropy.next()), at: below(bytes.count + 1))
            case 5:
                guard !range.isEmpty else { continue }
                bytes[range.lowerBound] = Self.special[below(Self.special.count)]
            default: bytes = Array(bytes.prefix(below(bytes.count + 1)))
            }
        }
        return bytes
    }

    /// The characters on which the grammar turns.
    private static let special = Array("\r\n \t\"\\<>,;:=@?&%[]/()*0".utf8) + [0, 0x7F, 0x80, 0xFF]

    private mutating func below(_ limit: Int) -> Int {
        limit > 0 ? Int(entropy.next() % UInt64(limit)) : 0
    }

    /// Mostly short, anywhere.
    private mutating func someRange(_ count: Int) -> Range<Int> {
        let start = below(count + 1)
        let length = below(4) == 0 ? below(count - start + 1) : min(below(12), count - start)
        return start..<start + length
    }
}
