/// The server side of any request but INVITE and ACK. RFC 3261 17.2.2.
package struct NonInviteServerTransaction: Sendable, Hashable {
    package enum State: UInt8, Sendable, CaseIterable {
        case trying, proceeding, completed, terminated
    }

    package enum Event: UInt8, Sendable, CaseIterable {
        /// The same request again.
        case request
        /// A response from above, by class.
        case provisional, final
        case timerJ
    }

    package enum Outcome: Sendable, Hashable {
        case nothing
        /// Send the last response again.
        case resend
        /// Send the response and keep it for repetition.
        case send
        /// Send the response and keep it; timer J runs (none on a reliable transport: forget the
        /// transaction).
        case sendAndComplete
        /// Forget the transaction.
        case done
    }

    package private(set) var state = State.trying
    package private(set) var isReliable: Bool

    package init(isReliable: Bool) { self.isReliable = isReliable }

    package mutating func on(_ event: Event) -> Outcome {
        switch (state, event) {
        case (.proceeding, .request), (.completed, .request):
            return .resend
        case (.trying, .provisional), (.proceeding, .provisional):
            state = .proceeding
            return .send
        case (.trying, .final), (.proceeding, .final):
            state = isReliable ? .terminated : .completed
            return .sendAndComplete
        case (.completed, .timerJ):
            state = .terminated
            return .done
        case (.trying, .request), (.trying, .timerJ), (.proceeding, .timerJ),
            (.completed, .provisional), (.completed, .final),
            (.terminated, _):
            return .nothing
        }
    }
}
