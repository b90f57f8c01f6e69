/// The engine's randomness: a seeded generator, so that a seed is a whole run.
///
/// xoshiro256** with the seed spread by splitmix64 (Blackman and Vigna). The shell seeds it with 64
/// random bits per process; anything that must resist a guessing attacker is signed with a secret
/// key, not merely random.
package struct EntropySource: RandomNumberGenerator, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    package init(seed: UInt64) {
        var z = seed
        func spread() -> UInt64 {
            z &+= 0x9E37_79B9_7F4A_7C15
            var x = z
            x = (x ^ x >> 30) &* 0xBF58_476D_1CE4_E5B9
            x = (x ^ x >> 27) &* 0x94D0_49BB_1331_11EB
            return x ^ x >> 31
        }
        state = (spread(), spread(), spread(), spread())
    }

    package mutating func next() -> UInt64 {
        let x = state.1 &* 5
        let result = (x << 7 | x >> 57) &* 9
        let t = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= t
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }
}
