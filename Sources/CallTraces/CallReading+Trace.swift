import Troubleshooting

extension CallReading {
    /// Everything that is known of it.
    ///
    /// - Parameter now: microseconds since 1970; what has not happened by then is missing.
    /// - Parameter showsSecrets: true leaves bodies and credentials as they were.
    func trace(at now: Int64, showsSecrets: Bool) -> CallTrace {
        let cast = Cast(self)
        let findings = findings(at: now, cast)
        let events = events.map { event -> CallTrace.Event in
            switch event {
            case .message(let message):
                .message(traced(message, cast, showsSecrets: showsSecrets))
            case .decision(let decision):
                .decision(
                    TracedDecision(
                        at: decision.at, step: decision.step.name, sentence: decision.sentence))
            case .leftOut(let at, let count):
                .decision(
                    TracedDecision(
                        at: at, step: "left_out",
                        sentence: "\(count) records in between are left out."))
            }
        }
        return CallTrace(
            summary: summary(findings: findings), participants: cast.participants, events: events,
            diagnosis: diagnosis(findings, at: now, cast), isRedacted: !showsSecrets)
    }

    private func traced(_ message: Message, _ cast: Cast, showsSecrets: Bool) -> TracedMessage {
        let reading = message.reading
        let octets = showsSecrets ? reading.octets : Redaction.redact(reading.octets)
        let peer = cast.place(of: message.flow.remote)
        return TracedMessage(
            at: message.at, isReceived: message.isReceived,
            transport: "\(message.flow.transport.viaName)", local: "\(message.flow.local)",
            remote: "\(message.flow.remote)", from: message.isReceived ? peer : cast.node,
            to: message.isReceived ? cast.node : peer, label: reading.label, cseq: reading.cseq,
            isRetransmission: message.isRetransmission, hasBody: reading.hasBody,
            text: Legible.text(octets), octets: octets, madeFrom: message.madeFrom)
    }
}
