import Troubleshooting

/// The call of a test, in its manners.
extension TrunkTest {
    func playPing() throws {
        trunk.ping("sip:\(plan.node)")
        let isAnswered = try stage.play(atMost: Self.patience) { trunk.ping?.answer != nil }
        guard isAnswered, let answer = trunk.ping?.answer else {
            return fail(
                "OPTIONS: the node at \(plan.node) did not answer.",
                "see where it listens: clearwater status")
        }
        let sentence =
            "OPTIONS, by which a provider asks whether the node lives, got \(answer.status)"
            + " \(answer.reason) after \(answer.after.inMilliseconds)."
        if answer.status == 200 { note(sentence) } else { fail(sentence, remedy(answer.status)) }
    }

    func playCall() throws {
        setPhone()
        trunk.place(callTo: plan.uri, from: plan.order.caller)
        let hasArrived = try stage.play(atMost: Self.patience) {
            trunk.call?.tried != nil || trunk.call?.isOver == true
        }
        guard hasArrived, let call = trunk.call, let after = call.tried ?? call.finished else {
            return fail(
                "INVITE \(plan.uri): the node at \(plan.node) did not answer.",
                "see where it listens: clearwater status")
        }
        note(
            "INVITE \(plan.uri) from \(call.invite.from.prefix { $0 != ";" }) was answered first"
                + " after \(after.inMilliseconds).")
        if plan.order.isUntrusted { return try expectRefusal() }
        switch plan.order.manner {
        case .busy: try expectBusy()
        case .silent: try playUnanswered(ringing: .seconds(2))
        case .cancelled: try playUnanswered(ringing: .milliseconds(phone == nil ? 2000 : 300))
        case .answered, .slow, .earlyMedia, .reinvite: try playAnswered()
        }
    }

    private func setPhone() {
        phone?.manner =
            switch plan.order.manner {
            case .answered, .reinvite: .answers(after: DemonstrationPhone.ringing)
            case .slow: .answers(after: .seconds(3))
            case .earlyMedia: .playsEarly(answers: .seconds(1))
            case .silent, .cancelled: .neverAnswers
            case .busy: .isBusy
            }
    }

    // MARK: - Manners

    private func expectRefusal() throws {
        _ = try stage.play(atMost: Self.patience) { trunk.call?.isOver == true }
        guard case .refused(403, let reason) = trunk.call?.state else {
            return fail("It is not trusted and was not refused: \(outcome).")
        }
        note("It is not trusted: 403 \(reason), and no phone rang.")
    }

    private func expectBusy() throws {
        _ = try stage.play(atMost: Self.patience) { trunk.call?.isOver == true }
        guard case .refused(486, let reason) = trunk.call?.state, let after = trunk.call?.finished
        else { return failDelivery() }
        note("The phone is busy: the trunk got 486 \(reason) after \(after.inMilliseconds).")
    }

    private func playUnanswered(ringing: Duration) throws {
        guard try expectRinging() else { return }
        _ = try stage.play(atMost: ringing) { trunk.call?.finished != nil }
        guard trunk.call?.finished == nil else {
            return fail("It was to ring until the trunk gives up: \(outcome).")
        }
        try cancelCall("Nobody answered for \(ringing.inSeconds)")
    }

    private func playAnswered() throws {
        guard try expectRinging() else { return }
        let patience = phone == nil ? Self.ringing : .seconds(6)
        _ = try stage.play(atMost: patience) {
            trunk.call?.isOver == true
                || trunk.call?.state == .answered && phone?.call?.isConfirmed != false
        }
        switch trunk.call?.state {
        case .answered where phone?.call?.isConfirmed != false: try playConversation()
        case .ringing where phone == nil:
            try cancelCall("Nobody answered for \(patience.inSeconds)")
        case .refused(let status, let reason) where phone == nil && status != 408:
            note("The phone rang, and declined: the trunk got \(status) \(reason).")
        case .calling, .ringing, .answered, .ended, .refused, nil: failDelivery()
        }
    }

    /// - Returns: false where that has been told as a failure.
    private func expectRinging() throws -> Bool {
        _ = try stage.play(atMost: phone == nil ? .seconds(8) : Self.patience) {
            trunk.call?.rang != nil || trunk.call?.finished != nil
        }
        guard let call = trunk.call, let rang = call.rang ?? answeredAtOnce else {
            failDelivery()
            return false
        }
        if let phone {
            guard phone.call?.invite.callID == call.callID else {
                fail("Something rang, but not the built-in phone.")
                return false
            }
            note(
                "The built-in phone rang in the place of \(plan.order.number) after"
                    + " \(rang.inMilliseconds).")
            noteIdentity(phone.call?.invite)
        } else {
            note("\(plan.order.number) rings, after \(rang.inMilliseconds).")
        }
        if plan.order.manner == .earlyMedia {
            guard let early = call.heardEarly else {
                fail("No sound was described before the answer: 183 did not pass.")
                return false
            }
            note("Sound before the answer was described (183) after \(early.inMilliseconds).")
        }
        return true
    }

    private var answeredAtOnce: Duration? {
        trunk.call?.state == .answered ? trunk.call?.finished : nil
    }

    private func noteIdentity(_ invite: ReceivedMessage?) {
        let sent = trunk.call?.invite.lines.first { $0.hasPrefix("Identity: ") }
        guard let sent, let invite else { return }
        if invite.headerLine("Identity") == String(sent.dropFirst(10)) {
            note("The Identity header reached the phone untouched.")
        } else {
            fail("The Identity header did not reach the phone as it was sent.")
        }
    }

    private func playConversation() throws {
        let after = trunk.call?.finished ?? .zero
        note("Answered after \(after.inMilliseconds), and the trunk confirmed it with ACK.")
        if plan.order.manner == .reinvite {
            for (direction, words) in [("sendonly", "held"), ("sendrecv", "took back")]
            where !hasFailed { try playChange(to: direction, words) }
        }
        // Silence in place of a conversation.
        _ = try stage.play(atMost: .milliseconds(phone == nil ? 2000 : 100)) {
            trunk.call?.isOver == true
        }
        if trunk.call?.wasEndedByFarEnd == true { return note("The phone hung up.") }
        let start = ContinuousClock.now
        trunk.hangUp()
        let hasEnded = try stage.play(atMost: Self.patience) {
            trunk.call?.state == .ended && phone?.call?.hasEnded != false
        }
        if hasEnded {
            let after = start.duration(to: .now).inMilliseconds
            note("The trunk hung up, and the phone knows after \(after).")
        } else {
            fail("The trunk hung up, and the phone did not hear of it.")
        }
    }

    private func playChange(to direction: String, _ words: String) throws {
        trunk.change(to: direction)
        _ = try stage.play(atMost: Self.patience) {
            trunk.call?.change?.exchange.answer != nil || trunk.call?.isOver == true
        }
        guard let answer = trunk.call?.change?.exchange.answer, answer.status == 200,
            phone?.call?.changes.last.map({ $0 == direction }) != false
        else {
            let said = trunk.call?.change?.exchange.answer.map { "\($0.status) \($0.reason)" }
            return fail("The trunk's re-INVITE within the call got \(said ?? "no answer").")
        }
        note(
            "The trunk \(words) the call by re-INVITE (\(direction)): 200 after"
                + " \(answer.after.inMilliseconds).")
    }

    private func cancelCall(_ why: String) throws {
        let start = ContinuousClock.now
        trunk.cancel()
        let hasEnded = try stage.play(atMost: Self.patience) {
            trunk.call?.isOver == true && phone?.call?.wasCancelled != false
        }
        guard hasEnded, case .refused(487, let reason) = trunk.call?.state else {
            return fail("\(why), and the trunk's CANCEL did not end the call: \(outcome).")
        }
        note(
            "\(why): the trunk cancelled, the phone stopped ringing and the trunk got 487 \(reason)"
                + " after \(start.duration(to: .now).inMilliseconds).")
    }

    // MARK: - How it ended

    private func failDelivery() {
        if case .refused(let status, _) = trunk.call?.state {
            fail("The call was refused: \(outcome).", remedy(status))
        } else {
            fail("The call did not get through: \(outcome).")
        }
    }

    private var outcome: String {
        switch trunk.call?.state {
        case .refused(let status, let reason): "the trunk got \(status) \(reason)"
        case .answered: "it was answered, and the trunk's ACK did not reach the phone"
        case .ringing: "it rang, and no final answer came"
        case .calling: "no answer but 100 came"
        case .ended: "it was hung up"
        case nil: "nothing was sent"
        }
    }
}
