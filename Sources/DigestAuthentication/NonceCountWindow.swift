package import Determinism

/// Remembers which counts were used with which nonce, so that nothing is accepted twice.
///
/// RFC 7616 3.4 (`nc`). Counts should rise by one; over UDP, or from a phone with several requests
/// under way, they may arrive out of order, so the 64 counts up to the highest are remembered one
/// by one and lower ones count as used. Clients without `qop` have no count: for them a nonce is
/// good for one request.
///
/// Only requests whose digest was right are recorded, so strangers cannot fill the table. What is
/// forgotten, because its nonce expired or the table is full, goes in the order in which nonces
/// were first used, and takes every nonce with the same or a lower serial number out of use: they
/// are `.forgotten`, answered with `stale=true`. Forgetting never makes a replay possible. Serial
/// numbers are used for this, not times, so a clock set back does no harm.
package struct NonceCountWindow: Sendable {
    package enum Verdict: Hashable, Sendable {
        /// Never seen; now recorded.
        case fresh
        /// This count, or this nonce without a count, was used before.
        case replayed
        /// The nonce is too far back to know.
        case forgotten
    }

    private struct Use {
        /// Bit n: the count `highest - n` was used.
        var seen: UInt64
        var highest: UInt32

        mutating func admit(_ count: UInt32) -> Verdict {
            if count > highest {
                let step = count - highest
                seen = step < 64 ? seen << UInt64(step) | 1 : 1
                highest = count
                return .fresh
            }
            let behind = highest - count
            guard behind < 64, seen & 1 << UInt64(behind) == 0 else { return .replayed }
            seen |= 1 << UInt64(behind)
            return .fresh
        }
    }

    private struct FirstUse {
        var serial: UInt64
        /// Whole seconds, for expiry.
        var issued: UInt32
    }

    /// The most nonces that are remembered.
    package let limit: Int
    private let lifetime: Int64
    private var uses: [UInt64: Use] = [:]
    /// In the order of first use, from `head` on.
    private var order: ContiguousArray<FirstUse> = []
    private var head = 0
    /// Nonces below this serial number are out of use.
    private var floor: UInt64 = 0

    /// - Parameters:
    ///   - limit: about 60 octets each; one for every phone that registers within a lifetime is
    ///     comfortable.
    ///   - lifetime: that of the issuer.
    package init(limit: Int, lifetime: Interval) {
        precondition(limit > 0)
        self.limit = limit
        self.lifetime = lifetime.secondsRoundedUp
    }

    /// How many nonces are remembered.
    package var count: Int { uses.count }

    /// Judges one use of a genuine, unexpired nonce with a right digest, and records it when it is
    /// fresh.
    ///
    /// - Parameter count: nil for a client without `qop`.
    /// - Cost: O(1) over time.
    package mutating func admit(_ nonce: NonceID, count: UInt32?, now: WallTime) -> Verdict {
        forgetExpired(now: now)
        guard nonce.serial >= floor else { return .forgotten }
        guard let place = uses.index(forKey: nonce.serial) else {
            if uses.count >= limit { forgetFirst() }
            guard nonce.serial >= floor else { return .forgotten }
            let issued = UInt32(truncatingIfNeeded: nonce.issued)
            // Without a count every later use must be refused: all bits below the highest possible
            // count.
            uses[nonce.serial] = Use(seen: count == nil ? .max : 1, highest: count ?? .max)
            order.append(FirstUse(serial: nonce.serial, issued: issued))
            return .fresh
        }
        guard let count else { return .replayed }
        return uses.values[place].admit(count)
    }

    private mutating func forgetExpired(now: WallTime) {
        while head < order.count, now.seconds - Int64(order[head].issued) > lifetime {
            forgetFirst()
        }
    }

    private mutating func forgetFirst() {
        let first = order[head]
        head += 1
        uses[first.serial] = nil
        floor = max(floor, first.serial + 1)
        if head >= 1024, head * 2 > order.count {
            order.removeFirst(head)
            head = 0
        }
    }
}
