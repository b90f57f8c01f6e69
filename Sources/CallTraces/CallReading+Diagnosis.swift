import DecisionTrace
import NetworkAddresses
import Troubleshooting

/// What became of a call in one sentence, and what to do about it.
extension CallReading {
    /// Why a call was refused comes before what else is wrong with it; what is wrong with one that
    /// was not refused comes before that it went well.
    func diagnosis(
        _ findings: [CallTrace.Diagnosis], at now: Int64, _ cast: Cast
    ) -> CallTrace.Diagnosis {
        guard let finding = findings.first else { return outcome(at: now, cast) }
        guard let status = finalAnswer?.reading.status, status >= 300 else { return finding }
        let outcome = outcome(at: now, cast)
        return CallTrace.Diagnosis(
            sentence: "\(outcome.sentence) \(finding.sentence)",
            remedy: outcome.remedy ?? finding.remedy)
    }

    /// The sentence for what its final answer says.
    private func outcome(at now: Int64, _ cast: Cast) -> CallTrace.Diagnosis {
        guard let first = firstRequest, first.reading.isSIP else {
            return CallTrace.Diagnosis(
                sentence: "What arrived is not SIP.",
                remedy: "see who sends it: a scanner, or a peer that dials the wrong port")
        }
        guard let answer = finalAnswer else { return unanswered(first, at: now) }
        let status = answer.reading.status ?? 0
        let subject = subject(first, cast)
        guard status >= 300 else { return succeeded(subject, first, answer) }
        if status == 401 || status == 407 {
            return CallTrace.Diagnosis(
                sentence: "\(subject) was asked for a password and did not come back with one.",
                remedy: "see that the phone has a password set")
        }
        let seconds = Self.seconds(answer.at - first.at)
        let label = answer.reading.label
        guard let reason else {
            return CallTrace.Diagnosis(sentence: "\(subject) was answered \(label).")
        }
        return CallTrace.Diagnosis(
            sentence: sentence(subject, label, seconds, reason, cast),
            remedy: remedy(reason, first))
    }

    private func sentence(
        _ subject: String, _ label: String, _ seconds: String, _ reason: OutcomeReason,
        _ cast: Cast
    ) -> String {
        switch reason {
        case .relayed:
            "\(subject) was answered \(label) by \(answerer(cast) ?? "the far end") "
                + "after \(seconds)."
        case .cancelledByCaller: "\(subject) was given up by the caller after \(seconds)."
        case .noAnswer:
            "\(subject) was answered \(label) after \(seconds): "
                + "\(rung(cast) ?? "the far end") did not answer at all."
        default: "\(subject) was answered \(label): \(reason.explanation)."
        }
    }

    private func remedy(_ reason: OutcomeReason, _ first: Message) -> String? {
        if reason == .relayed {
            let status = finalAnswer?.reading.status ?? 0
            // Of busy, declined and given up everybody knows what they mean.
            guard ![486, 487, 600, 603].contains(status) else { return nil }
            return "the far end decided this: ask its operator, or see what its Reason and "
                + "Warning headers say in the ladder"
        }
        let number = reason == .unknownUser ? first.reading.user(in: "from") : calledNumber(first)
        return reason.remedy(for: first.flow.remote.address).map { text in
            let named = number.isEmpty ? text : text.replacingLast("NUMBER", with: number)
            return named.replacingFirst("call ID", with: "call \(idText.prefix(8))")
        }
    }

    private func calledNumber(_ first: Message) -> String {
        let normalised = decisions.first { $0.step == .numberNormalised }?.texts.last
        return normalised ?? MessageReading.user(of: first.reading.requestURI)
    }

    private func unanswered(_ first: Message, at now: Int64) -> CallTrace.Diagnosis {
        let method = first.reading.method
        if let why = decisions.first(where: { $0.step == .discarded })?.texts.first {
            return CallTrace.Diagnosis(sentence: "It was discarded without an answer: \(why).")
        }
        guard first.reading.isRequest else {
            return CallTrace.Diagnosis(
                sentence: "Only an answer is held; the request is not held (any more).")
        }
        if method == "ACK" { return CallTrace.Diagnosis(sentence: "An ACK needs no answer.") }
        let rings = messages.contains { !$0.isReceived && $0.reading.status == 180 }
        let seconds = Self.seconds(now - first.at)
        return CallTrace.Diagnosis(
            sentence: rings
                ? "It has been ringing for \(seconds)."
                : "\(method) has been waiting for an answer for \(seconds).")
    }

    private func succeeded(
        _ subject: String, _ first: Message, _ answer: Message
    ) -> CallTrace.Diagnosis {
        guard kind == .call, first.reading.method == "INVITE" else {
            let words =
                switch reason {
                case .registered?: "The phone is registered."
                case .unregistered?: "The phone is registered no more."
                case .keepAlive?: "It asked whether this node is in service, and it is."
                default: "\(subject) was answered \(answer.reading.label)."
                }
            return CallTrace.Diagnosis(sentence: words)
        }
        let setup = Self.seconds(answer.at - first.at)
        guard let end = messages.first(where: { $0.reading.method == "BYE" && $0.isReceived })
        else {
            return CallTrace.Diagnosis(
                sentence: "\(subject) was answered after \(setup) and has not ended, "
                    + "as far as this node knows.")
        }
        let side = end.flow.remote.address == first.flow.remote.address ? "caller" : "called side"
        return CallTrace.Diagnosis(
            sentence: "\(subject) was answered after \(setup); the \(side) ended it after "
                + "\(Self.seconds(end.at - answer.at)).")
    }

    // MARK: - Words

    /// `The call to 15551000000 from trunk voxbone`.
    private func subject(_ first: Message, _ cast: Cast) -> String {
        let called = MessageReading.user(of: first.reading.requestURI)
        let what =
            switch first.reading.method {
            case "INVITE": called.isEmpty ? "The call" : "The call to \(called)"
            case "MESSAGE": called.isEmpty ? "The message" : "The message to \(called)"
            case "REGISTER": "The registration of \(first.reading.user(in: "to"))"
            case let method: "The \(method)"
            }
        guard let peer = name(of: first.flow.remote, cast) else { return what }
        return "\(what) from \(peer)"
    }

    func name(of remote: SocketEndpoint, _ cast: Cast) -> String? {
        guard cast.participants.indices.contains(cast.place(of: remote)) else { return nil }
        let participant = cast.participants[cast.place(of: remote)]
        switch participant.role {
        case .trunk: return "trunk \(participant.name)"
        case .phone: return "the phone of \(participant.name)"
        case .stranger: return participant.endpoint
        case .node: return nil
        }
    }

    /// Whoever was called and decided.
    private func answerer(_ cast: Cast) -> String? {
        guard let answer = finalAnswer else { return nil }
        if let place = answer.madeFrom, case .message(let made) = events[place] {
            return name(of: made.flow.remote, cast)
        }
        return rung(cast)
    }

    private func rung(_ cast: Cast) -> String? {
        guard let first = firstRequest,
            let branch = messages.first(where: {
                !$0.isReceived && $0.reading.method == first.reading.method
            })
        else { return nil }
        return name(of: branch.flow.remote, cast)
    }

    /// `1.2 s`, `4 min`.
    static func seconds(_ microseconds: Int64) -> String {
        let tenths = max(0, microseconds) / 100_000
        if tenths < 10 { return "\(max(0, microseconds) / 1000) ms" }
        if tenths < 1200 { return "\(tenths / 10).\(tenths % 10) s" }
        return tenths < 72_000 ? "\(tenths / 600) min" : "\(tenths / 36_000) h"
    }
}

extension String {
    fileprivate func replacingLast(_ word: String, with other: String) -> String {
        guard hasSuffix(word) else { return self }
        return dropLast(word.count) + other
    }

    fileprivate func replacingFirst(_ words: String, with other: String) -> String {
        guard let place = firstRange(of: words) else { return self }
        return self[..<place.lowerBound] + other + self[place.upperBound...]
    }
}
