package import Determinism

/// The client side of any request but INVITE and ACK. RFC 3261 17.1.2.
package struct NonInviteClientTransaction: Sendable, Hashable {
    package enum State: UInt8, Sendable, CaseIterable {
        case trying, proceeding, completed, terminated
    }

    package enum Event: UInt8, Sendable, CaseIterable {
        case provisional, final
        case timerE, timerF, timerK
        case transportFailed
    }

    package enum Outcome: Sendable, Hashable {
        case nothing
        /// Send the request again and set timer E to `retransmission`.
        case retransmit
        /// Hand the response up.
        case pass
        /// Hand the response up; timer K runs (none on a reliable transport: forget the
        /// transaction).
        case passAndComplete
        /// Nobody answered: as if 408 had come.
        case timedOut
        /// The request could not be sent: as if 503 had come.
        case unreachable
        /// Forget the transaction.
        case done
    }

    package private(set) var state = State.trying
    package private(set) var isReliable: Bool
    /// How long timer E waits next.
    package private(set) var retransmission = TimerValue.t1

    package init(isReliable: Bool) { self.isReliable = isReliable }

    package mutating func on(_ event: Event) -> Outcome {
        switch (state, event) {
        case (.trying, .timerE):
            retransmission = TimerValue.doubled(retransmission)
            return .retransmit
        case (.proceeding, .timerE):
            retransmission = TimerValue.t2
            return .retransmit
        case (.trying, .timerF), (.proceeding, .timerF):
            state = .terminated
            return .timedOut
        case (.trying, .provisional), (.proceeding, .provisional):
            state = .proceeding
            return .pass
        case (.trying, .final), (.proceeding, .final):
            state = isReliable ? .terminated : .completed
            return .passAndComplete
        case (.trying, .transportFailed), (.proceeding, .transportFailed):
            state = .terminated
            return .unreachable
        case (.completed, .timerK):
            state = .terminated
            return .done
        case (.trying, .timerK), (.proceeding, .timerK),
            (.completed, .provisional), (.completed, .final), (.completed, .timerE),
            (.completed, .timerF),
            (.completed, .transportFailed),
            (.terminated, _):
            return .nothing
        }
    }
}
