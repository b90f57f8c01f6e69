import SIPMessages

/// A call as the phone sees it.
struct ReceivedCall {
    let invite: ReceivedMessage
    let tag = UInt64.random(in: 1 ... .max)
    /// Nil where nobody ever answers.
    let answersAt: ContinuousClock.Instant?
    var isAnswered = false
    var isConfirmed = false
    var hasEnded = false
    var wasCancelled = false
    /// The directions of sound that were asked for within the call, in order.
    var changes: [String] = []
    /// When the answer is sent (again) unless it is confirmed.
    var repeatsAt: ContinuousClock.Instant?
    var interval = Duration.milliseconds(500)

    init(_ invite: ReceivedMessage, answersAt: ContinuousClock.Instant?) {
        self.invite = invite
        self.answersAt = answersAt
        repeatsAt = answersAt
    }
}

/// What a built-in phone does with a call.
enum PhoneManner: Equatable {
    case answers(after: Duration)
    /// The sound is described before the answer.
    case playsEarly(answers: Duration)
    case neverAnswers
    case isBusy

    /// Nil where nobody answers.
    var patience: Duration? {
        switch self {
        case .answers(let after), .playsEarly(let after): after
        case .neverAnswers, .isBusy: nil
        }
    }
}
