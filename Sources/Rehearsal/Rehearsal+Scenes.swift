/// The scenes, in the order in which they are played.
extension Rehearsal {
    mutating func playRegistration() throws {
        let scene = "phone \(settings.user)"
        let start = ContinuousClock.now
        phone.register()
        _ = try stage.play(atMost: Self.patience) { phone.registration != .asked }
        let time = ContinuousClock.now - start
        switch phone.registration {
        case .registered(let isProved):
            let proof = isProved ? "password proved by digest" : "the node asks for no password"
            report.note(scene, "registered", "from \(phone.socket.endpoint), \(proof)", time)
        case .refused(let status, let reason):
            report.fail(scene, "registered", "the node answered \(status) \(reason)")
        case .asked, .none:
            report.fail(scene, "registered", "the node at \(settings.node) did not answer")
        }
    }

    mutating func playCall(_ scene: String, to uri: String, phoneHangsUp: Bool) throws {
        trunk.place(callTo: uri)
        let hasArrived = try stage.play(atMost: Self.patience) {
            trunk.call?.tried != nil || isOver(trunk)
        }
        guard hasArrived, let tried = trunk.call?.tried ?? trunk.call?.finished else {
            return report.fail(scene, "arrived", "INVITE \(uri): the node did not answer")
        }
        report.note(scene, "arrived", "INVITE \(uri) from \(trunk.socket.endpoint.address)", tried)
        try noteTrust(scene)
        let isAnswered = try stage.play(atMost: Self.patience) {
            isAnsweredAndConfirmed || isOver(trunk)
        }
        guard isAnswered, let call = trunk.call, let rang = call.rang, let answered = call.finished,
            call.state == .answered, phone.call?.invite.callID == call.callID
        else {
            return report.fail(scene, "delivered", outcome(trunk))
        }
        report.note(scene, "delivered", "the phone rang", rang)
        report.note(
            scene, "answered",
            "after ringing for \(Int(DemonstrationPhone.ringing.milliseconds)) ms", answered)
        // The conversation, without sound.
        _ = try stage.play(atMost: .milliseconds(100)) { false }
        let start = ContinuousClock.now
        if phoneHangsUp { phone.hangUp() } else { trunk.hangUp() }
        let hasEnded = try stage.play(atMost: Self.patience) {
            trunk.call?.state == .ended && phone.call?.hasEnded == true
        }
        let who = phoneHangsUp ? "by the phone" : "by the trunk"
        if hasEnded {
            report.note(
                scene, "hung up", "\(who), and the other side knows", ContinuousClock.now - start)
        } else {
            report.fail(scene, "hung up", "\(who): the other side did not hear of it")
        }
        trunk.fallSilent()
    }

    mutating func playMessage(_ scene: String, _ text: String, to uri: String) throws {
        let before = phone.messages.count
        trunk.send(message: text, to: uri)
        let isAnswered = try stage.play(atMost: Self.patience) { trunk.message?.answer != nil }
        trunk.fallSilent()
        guard isAnswered, let answer = trunk.message?.answer else {
            return report.fail(scene, "arrived", "MESSAGE \(uri): the node did not answer")
        }
        report.note(scene, "arrived", "MESSAGE \(uri) from \(trunk.socket.endpoint.address)")
        try noteTrust(scene)
        guard answer.status == 200, phone.messages.count == before + 1 else {
            return report.fail(
                scene, "delivered", "the trunk got \(answer.status) \(answer.reason)")
        }
        guard phone.messages.last?.text == text else {
            return report.fail(
                scene, "delivered", "another text than was sent: \(phone.messages.last?.text ?? "")"
            )
        }
        report.note(scene, "delivered", "\"\(text)\", byte for byte", answer.after)
    }

    mutating func playStranger(_ scene: String, to uri: String) throws {
        let before = phone.callIDs.count
        stranger.place(callTo: uri)
        _ = try stage.play(atMost: Self.patience) { isOver(stranger) }
        let refusedAfter = stranger.call?.finished
        stranger.fallSilent()
        try listen()
        guard phone.callIDs.count == before else {
            return report.fail(
                scene, "refused", "the phone rang for a stranger at \(settings.strangerAddress)")
        }
        guard case .refused(403, let reason) = stranger.call?.state else {
            return report.fail(
                scene, "refused", "from \(settings.strangerAddress): \(outcome(stranger))")
        }
        report.note(
            scene, "refused",
            "403 \(reason) to \(settings.strangerAddress); the phone heard nothing", refusedAfter)
    }

    mutating func playStrangersMessage(_ scene: String, to uri: String) throws {
        let before = phone.messages.count
        stranger.send(message: "Believe me", to: uri)
        _ = try stage.play(atMost: Self.patience) { stranger.message?.answer != nil }
        stranger.fallSilent()
        try listen()
        guard phone.messages.count == before else {
            return report.fail(
                scene, "refused",
                "the phone got the SMS of a stranger at \(settings.strangerAddress)")
        }
        guard let answer = stranger.message?.answer, answer.status == 403 else {
            let said = stranger.message?.answer.map { "\($0.status) \($0.reason)" } ?? "nothing"
            return report.fail(
                scene, "refused", "from \(settings.strangerAddress): the node answered \(said)")
        }
        report.note(
            scene, "refused",
            "403 \(answer.reason) to \(settings.strangerAddress); the phone heard nothing",
            answer.after)
    }

    /// Takes the phone's registration back; whether that works is no part of the report.
    func playFarewell() throws {
        phone.register(expires: 0)
        _ = try stage.play(atMost: Self.patience) { phone.registration != .asked }
    }

    // MARK: - What the scenes ask

    private var isAnsweredAndConfirmed: Bool {
        trunk.call?.state == .answered && phone.call?.isConfirmed == true
    }

    private func isOver(_ party: DemonstrationTrunk) -> Bool {
        if case .refused = party.call?.state { true } else { false }
    }

    private func outcome(_ party: DemonstrationTrunk) -> String {
        switch party.call?.state {
        case .refused(let status, let reason): "the caller got \(status) \(reason)"
        case .answered: "the call was answered, but the phone did not get the caller's ACK"
        case .ringing: "the phone rang, and its answer did not come back"
        case .calling, .ended, nil: "the caller got no answer"
        }
    }

    private mutating func noteTrust(_ scene: String) throws {
        if let entry = try askTrust(settings.trunkAddress) {
            report.note(scene, "trusted", "by \(entry)")
        } else {
            report.fail(
                scene, "trusted", "the node does not trust \(settings.trunkAddress) any more")
        }
    }

    /// Gives what must not come time to come.
    private func listen() throws { _ = try stage.play(atMost: Self.silence) { false } }
}
