/// How a call of the trunk went so far, in times since its INVITE.
struct PlacedCall {
    enum State: Equatable {
        case calling
        case ringing
        case answered
        case ended
        case refused(UInt16, String)
    }

    /// An INVITE within the call.
    struct Change {
        let draft: RequestDraft
        var exchange: Exchange
    }

    var state = State.calling
    let started = ContinuousClock.now
    var tried: Duration?
    var rang: Duration?
    /// When sound was described before the answer.
    var heardEarly: Duration?
    var finished: Duration?

    let invite: RequestDraft
    /// Known from the answer on.
    var to: String
    var target: String
    var routes: [String] = []
    var ack: RequestDraft?
    /// Of the latest request within the dialog.
    var cseq: Int

    var change: Change?
    var cancellation: Exchange?
    var wasEndedByFarEnd = false

    init(_ invite: RequestDraft) {
        self.invite = invite
        to = invite.to
        target = invite.uri
        cseq = invite.cseq
    }

    var callID: String { invite.callID }

    /// A request within its dialog.
    func draft(
        _ method: StaticString, _ cseq: Int, lines: [String] = [], body: String = ""
    ) -> RequestDraft {
        RequestDraft(
            method: method, uri: target, from: invite.from, to: to, callID: callID, cseq: cseq,
            routes: routes, lines: lines, body: body)
    }
}

/// A request with one final answer.
struct Exchange {
    let branch: String
    let callID: String
    let started = ContinuousClock.now
    private(set) var answer: (status: UInt16, reason: String, after: Duration)?

    init(_ draft: RequestDraft) {
        branch = draft.branch
        callID = draft.callID
    }

    mutating func note(_ status: UInt16, _ received: ReceivedMessage) {
        guard answer == nil, received.branch == branch else { return }
        answer = (status, received.reason, received.arrival - started)
    }
}
