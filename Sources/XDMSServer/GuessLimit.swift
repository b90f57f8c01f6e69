import Determinism
import NetworkAddresses

/// How often credentials may be wrong: so often in a minute from one source for one user, and from
/// one source for all.
///
/// Nobody is shut out by what others do: only the source that guesses waits. The table is bounded.
struct GuessLimit: Sendable {
    private struct Count {
        var wrong: Int
        var until: Int64
    }

    private static let window: Int64 = 60
    private static let capacity = 20_000
    private static let pairLimit = 10
    private static let sourceLimit = 50

    private var counts: [String: Count] = [:]

    /// - Returns: how many seconds to wait; nil where another attempt may be made.
    func wait(pair: String, source: String, now: WallTime) -> Int64? {
        let waits = [(pair, Self.pairLimit), (Self.household(source), Self.sourceLimit)]
            .compactMap { key, limit -> Int64? in
                guard let count = counts[key], count.until > now.seconds, count.wrong >= limit
                else { return nil }
                return count.until - now.seconds
            }
        return waits.max()
    }

    mutating func count(pair: String, source: String, now: WallTime) {
        for key in [pair, Self.household(source)] {
            if let count = counts[key], count.until > now.seconds {
                counts[key]?.wrong += 1
                continue
            }
            if counts.count >= Self.capacity {
                counts = counts.filter { $0.value.until > now.seconds }
                // A flood from that many sources is stopped elsewhere or not at all.
                if counts.count >= Self.capacity { counts.removeAll() }
            }
            counts[key] = Count(wrong: 1, until: now.seconds + Self.window)
        }
    }

    /// An IPv6 network of 64 bits is one household.
    private static func household(_ source: String) -> String {
        guard let address = IPAddress(source), !address.isV4 else { return source }
        return IPAddress(bits: (address.bits >> 64) << 64).description
    }
}
