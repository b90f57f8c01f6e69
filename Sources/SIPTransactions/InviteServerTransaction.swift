package import Determinism

/// The server side of an INVITE. RFC 3261 17.2.1, amended by RFC 6026 7.1.
package struct InviteServerTransaction: Sendable, Hashable {
    package enum State: UInt8, Sendable, CaseIterable {
        case proceeding, completed, confirmed, accepted, terminated
    }

    package enum Event: UInt8, Sendable, CaseIterable {
        /// The same INVITE again.
        case request
        case ack
        /// A response from above, by class.
        case provisional, success, failure
        case timerG, timerH, timerI, timerL
    }

    package enum Outcome: Sendable, Hashable {
        case nothing
        /// Send the last response again.
        case resend
        /// Send the last response again and set timer G to `retransmission`.
        case resendLater
        /// Send the response and keep it for repetition.
        case send
        /// Send the response; timer L runs, repetitions come from above.
        case sendAndAccept
        /// Send the response and keep it; timers H and, where unreliable, G run.
        case sendAndComplete
        /// The ACK ends the repetitions; timer I runs (none on a reliable transport: forget the
        /// transaction).
        case confirm
        /// No ACK came; forget the transaction.
        case unacknowledged
        /// Forget the transaction.
        case done
    }

    package private(set) var state = State.proceeding
    package private(set) var isReliable: Bool
    /// How long timer G waits next.
    package private(set) var retransmission = TimerValue.t1

    package init(isReliable: Bool) { self.isReliable = isReliable }

    package mutating func on(_ event: Event) -> Outcome {
        switch (state, event) {
        case (.proceeding, .request), (.completed, .request):
            return .resend
        case (.proceeding, .provisional):
            return .send
        case (.proceeding, .success):
            state = .accepted
            return .sendAndAccept
        case (.proceeding, .failure):
            state = .completed
            return .sendAndComplete
        case (.completed, .timerG):
            retransmission = TimerValue.doubled(retransmission)
            return .resendLater
        case (.completed, .ack):
            state = isReliable ? .terminated : .confirmed
            return .confirm
        case (.completed, .timerH):
            state = .terminated
            return .unacknowledged
        case (.confirmed, .timerI), (.accepted, .timerL):
            state = .terminated
            return .done
        case (.accepted, .success):
            return .send
        case (.proceeding, .ack), (.proceeding, .timerG), (.proceeding, .timerH),
            (.proceeding, .timerI),
            (.proceeding, .timerL),
            (.completed, .provisional), (.completed, .success), (.completed, .failure),
            (.completed, .timerI),
            (.completed, .timerL),
            (.confirmed, .request), (.confirmed, .ack), (.confirmed, .provisional),
            (.confirmed, .success),
            (.confirmed, .failure), (.confirmed, .timerG), (.confirmed, .timerH),
            (.confirmed, .timerL),
            (.accepted, .request), (.accepted, .ack), (.accepted, .provisional),
            (.accepted, .failure),
            (.accepted, .timerG), (.accepted, .timerH), (.accepted, .timerI),
            (.terminated, _):
            return .nothing
        }
    }
}
