package import Determinism
import NetworkAddresses
import Synchronization

/// Counts attempts by who makes them at what, and forgets them with time.
///
/// Each count is a leaky bucket kept as the moment at which it will be empty. The table is bounded:
/// when it is full the count that is nearest to empty goes.
package final class AttemptLimiter: Sendable {
    package enum Purpose: Hashable, Sendable {
        case logIn, logInToBesieged, signUp, recovery, token
    }

    package struct Key: Hashable, Sendable {
        package var purpose: Purpose
        /// As `AttemptLimiter.source` has it; "" for every source together.
        package var source: String
        /// An e-mail address in lower case; "" for every account together.
        package var account: String

        package init(purpose: Purpose, source: String, account: String) {
            self.purpose = purpose
            self.source = source
            self.account = account
        }
    }

    package struct Demand: Sendable {
        package var key: Key
        package var limit: AttemptLimit

        package init(key: Key, limit: AttemptLimit) {
            self.key = key
            self.limit = limit
        }
    }

    private let capacity: Int
    private let emptyAt = Mutex<[Key: Instant]>([:])

    package init(capacity: Int = 20_000) { self.capacity = capacity }

    /// Counts one attempt under every key, or under none.
    ///
    /// - Returns: nil where all limits allow it, else how long to wait.
    package func admit(_ demands: [Demand], now: Instant) -> Interval? {
        emptyAt.withLock { table in
            let waits = demands.compactMap { Self.wait(for: $0, in: table, now: now) }
            if let longest = waits.max() { return longest }
            for demand in demands { count(demand, in: &table, now: now) }
            return nil
        }
    }

    /// Whether a further attempt would be one too many.
    package func isSpent(_ demand: Demand, now: Instant) -> Bool {
        emptyAt.withLock { Self.wait(for: demand, in: $0, now: now) != nil }
    }

    /// Takes one attempt back: it was no guess.
    package func forgive(_ demand: Demand, now: Instant) {
        emptyAt.withLock { table in
            guard let empty = table[demand.key] else { return }
            let earlier = Instant(
                nanoseconds: empty.nanoseconds - demand.limit.every.nanoseconds)
            table[demand.key] = earlier > now ? earlier : nil
        }
    }

    /// A source as it is counted: an IPv6 network of 64 bits is one household.
    package static func source(_ text: String) -> String {
        guard let address = IPAddress(text), !address.isV4 else { return text }
        return IPAddress(bits: (address.bits >> 64) << 64).description
    }

    private static func wait(for demand: Demand, in table: [Key: Instant], now: Instant)
        -> Interval?
    {
        guard let empty = table[demand.key] else { return nil }
        let full = demand.limit.every * Int64(demand.limit.burst - 1)
        let excess = empty - now
        guard excess > full else { return nil }
        return Interval(nanoseconds: excess.nanoseconds - full.nanoseconds)
    }

    private func count(_ demand: Demand, in table: inout [Key: Instant], now: Instant) {
        let empty = table[demand.key] ?? now
        if table[demand.key] == nil, table.count >= capacity { Self.makeRoom(in: &table, now: now) }
        table[demand.key] = (empty > now ? empty : now) + demand.limit.every
    }

    private static func makeRoom(in table: inout [Key: Instant], now: Instant) {
        let before = table.count
        table = table.filter { $0.value > now }
        guard table.count == before else { return }
        if let (key, _) = table.min(by: { $0.value < $1.value }) { table[key] = nil }
    }
}
