import NetworkAddresses

/// What the trunk sends, in its dialect.
extension DemonstrationTrunk {
    /// - Parameter caller: nil for the dialect's own example.
    func place(callTo uri: String, from caller: String? = nil) {
        var lines = ["Contact: <\(contact(caller))>"] + commonLines(caller) + dialect.headers
        if dialect.signsIdentity {
            lines.append(
                UnprovenIdentity.line(
                    caller: caller ?? dialect.exampleCaller,
                    called: String(uri.prefix { $0 != "@" })))
        }
        let invite = RequestDraft(
            method: "INVITE", uri: uri, from: from(caller), to: "<\(uri)>",
            callID: RequestDraft.token("call-"), cseq: 1,
            lines: lines + ["Content-Type: application/sdp"],
            body: sessionDescription(socket.endpoint))
        call = PlacedCall(invite)
        send(invite)
    }

    /// RFC 3261 9.1: only after a provisional answer; the same branch and number as the INVITE.
    func cancel() {
        guard let call else { return }
        var draft = call.invite
        draft.method = "CANCEL"
        draft.lines = []
        draft.body = ""
        self.call?.cancellation = Exchange(draft)
        send(draft)
    }

    /// Changes the sound's direction within the call (RFC 3261 14.1): `sendonly` holds it.
    func change(to direction: String) {
        guard let cseq = call.map({ $0.cseq + 1 }) else { return }
        call?.cseq = cseq
        guard
            let draft = call?.draft(
                "INVITE", cseq,
                lines: ["Contact: <\(contact(nil))>", "Content-Type: application/sdp"],
                body: sessionDescription(socket.endpoint, direction))
        else { return }
        call?.change = PlacedCall.Change(draft: draft, exchange: Exchange(draft))
        send(draft)
    }

    func hangUp() {
        guard let cseq = call.map({ $0.cseq + 1 }) else { return }
        call?.cseq = cseq
        if let draft = call?.draft("BYE", cseq) { send(draft) }
    }

    func send(message text: String, to uri: String, from caller: String? = nil) {
        let draft = RequestDraft(
            method: "MESSAGE", uri: uri, from: from(caller), to: "<\(uri)>",
            callID: RequestDraft.token("sms-"), cseq: 1,
            lines: commonLines(caller) + ["Content-Type: \(dialect.messageType)"], body: text)
        message = Exchange(draft)
        send(draft)
    }

    /// Asks whether the node lives.
    func ping(_ uri: String) {
        let draft = RequestDraft(
            method: "OPTIONS", uri: uri, from: from("ping"), to: "<\(uri)>",
            callID: RequestDraft.token("ping-"), cseq: 1,
            lines: ["Contact: <\(contact("ping"))>"] + agent)
        ping = Exchange(draft)
        send(draft)
    }

    private func commonLines(_ caller: String?) -> [String] {
        let asserted = dialect.assertsIdentity ? ["P-Asserted-Identity: <\(identity(caller))>"] : []
        return asserted + agent
    }

    private var agent: [String] { dialect.userAgent.map { ["User-Agent: \($0)"] } ?? [] }

    private func from(_ caller: String?) -> String {
        "<\(identity(caller))>;tag=\(RequestDraft.token("t"))"
    }

    private func identity(_ caller: String?) -> String {
        let user = dialect.caller.written(caller ?? dialect.exampleCaller)
        return "sip:\(user)@\(dialect.fromHost ?? socket.endpoint.address.hostText)"
    }

    private func contact(_ caller: String?) -> String {
        "sip:\(dialect.contact.written(caller ?? dialect.exampleCaller))@\(socket.uriPlace)"
    }
}
