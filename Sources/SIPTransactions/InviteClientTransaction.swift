package import Determinism

/// The client side of an INVITE. RFC 3261 17.1.1, amended by RFC 6026 7.2.
package struct InviteClientTransaction: Sendable, Hashable {
    package enum State: UInt8, Sendable, CaseIterable {
        case calling, proceeding, completed, accepted, terminated
    }

    package enum Event: UInt8, Sendable, CaseIterable {
        case provisional, success, failure
        case timerA, timerB, timerD, timerM
        case transportFailed
    }

    /// What the owner has to do; timers that it names are set by the owner.
    package enum Outcome: Sendable, Hashable {
        case nothing
        /// Send the request again and set timer A to `retransmission`.
        case retransmit
        /// Hand the response up.
        case pass
        /// Hand the response up; timer M runs.
        case passAndAccept
        /// Hand the response up, send an ACK for it and keep that; timer D runs.
        case passAndAcknowledge
        /// Send the kept ACK again.
        case acknowledgeAgain
        /// Nobody answered: as if 408 had come.
        case timedOut
        /// The request could not be sent: as if 503 had come.
        case unreachable
        /// Forget the transaction.
        case done
    }

    package private(set) var state = State.calling
    package private(set) var isReliable: Bool
    /// How long timer A waits next.
    package private(set) var retransmission = TimerValue.t1

    package init(isReliable: Bool) { self.isReliable = isReliable }

    package mutating func on(_ event: Event) -> Outcome {
        switch (state, event) {
        case (.calling, .timerA):
            retransmission = retransmission * 2
            return .retransmit
        case (.calling, .timerB):
            state = .terminated
            return .timedOut
        case (.calling, .provisional), (.proceeding, .provisional):
            state = .proceeding
            return .pass
        case (.calling, .success), (.proceeding, .success):
            state = .accepted
            return .passAndAccept
        case (.calling, .failure), (.proceeding, .failure):
            state = .completed
            return .passAndAcknowledge
        case (.calling, .transportFailed), (.proceeding, .transportFailed):
            state = .terminated
            return .unreachable
        case (.completed, .failure):
            return .acknowledgeAgain
        case (.completed, .transportFailed), (.completed, .timerD):
            state = .terminated
            return .done
        case (.accepted, .success):
            return .pass
        case (.accepted, .timerM):
            state = .terminated
            return .done
        case (.calling, .timerD), (.calling, .timerM),
            (.proceeding, .timerA), (.proceeding, .timerB), (.proceeding, .timerD),
            (.proceeding, .timerM),
            (.completed, .provisional), (.completed, .success), (.completed, .timerA),
            (.completed, .timerB),
            (.completed, .timerM),
            (.accepted, .provisional), (.accepted, .failure), (.accepted, .timerA),
            (.accepted, .timerB),
            (.accepted, .timerD), (.accepted, .transportFailed),
            (.terminated, _):
            return .nothing
        }
    }
}
