package import Determinism

/// The timers of RFC 3261 (table 4) and RFC 6026, by their letters.
package enum TransactionTimer: UInt8, Sendable, CaseIterable {
    /// INVITE request retransmission.
    case a
    /// INVITE client time-out.
    case b
    /// Proxy INVITE: no final response although provisional ones came.
    case c
    /// Absorbs retransmitted failure responses.
    case d
    /// Non-INVITE request retransmission.
    case e
    /// Non-INVITE client time-out.
    case f
    /// INVITE failure response retransmission.
    case g
    /// No ACK came.
    case h
    /// Absorbs retransmitted ACKs.
    case i
    /// Absorbs retransmitted non-INVITE requests.
    case j
    /// Absorbs retransmitted non-INVITE responses.
    case k
    /// Absorbs retransmitted INVITEs after a 2xx.
    case l
    /// Passes on retransmitted 2xx.
    case m
}

/// The base values that all timers are made of (RFC 3261 17.1.1.1).
package enum TimerValue {
    package static let t1 = Interval.milliseconds(500)
    package static let t2 = Interval.seconds(4)
    package static let t4 = Interval.seconds(5)
    /// 64 * T1, the length of timers B, F, H, J, L and M.
    package static let transaction = Interval.seconds(32)
    /// Timer D on unreliable transports.
    package static let d = Interval.seconds(32)
    /// Timer C: "larger than three minutes" (RFC 3261 16.6 step 11).
    package static let c = Interval.seconds(181)

    /// The next wait of a retransmission that backs off: doubled, at most T2.
    package static func doubled(_ interval: Interval) -> Interval { min(interval * 2, t2) }
}
