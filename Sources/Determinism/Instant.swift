/// A moment on the node's monotonic clock.
///
/// - Units: nanoseconds since an arbitrary start; the shell or the simulator hands it in, nothing
///   in the core reads a clock.
package struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    package static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
    package static func + (a: Instant, b: Interval) -> Instant {
        Instant(nanoseconds: a.nanoseconds &+ b.nanoseconds)
    }
    package static func - (a: Instant, b: Instant) -> Interval {
        Interval(nanoseconds: a.nanoseconds &- b.nanoseconds)
    }
}

/// A length of time.
///
/// - Units: nanoseconds.
package struct Interval: Hashable, Comparable, Sendable {
    package var nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }
    package static func milliseconds(_ value: Int64) -> Interval {
        Interval(nanoseconds: value * 1_000_000)
    }
    package static func seconds(_ value: Int64) -> Interval {
        Interval(nanoseconds: value * 1_000_000_000)
    }
    package static func < (a: Interval, b: Interval) -> Bool { a.nanoseconds < b.nanoseconds }
    package static func * (a: Interval, b: Int64) -> Interval {
        Interval(nanoseconds: a.nanoseconds * b)
    }

    /// Whole seconds, rounded up.
    package var secondsRoundedUp: Int64 { (nanoseconds + 999_999_999) / 1_000_000_000 }
}

/// A moment on the calendar, for what outlives the process: expiries in the store, nonces, log
/// lines.
///
/// - Units: milliseconds since 1970-01-01 00:00 UTC.
package struct WallTime: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }
    package static func < (a: WallTime, b: WallTime) -> Bool { a.milliseconds < b.milliseconds }
    package var seconds: Int64 { milliseconds / 1000 }
}

/// The two clocks read together, as every entry into the engine carries them.
package struct Now: Sendable {
    package var instant: Instant
    package var wall: WallTime

    package init(instant: Instant, wall: WallTime) {
        self.instant = instant
        self.wall = wall
    }
}
